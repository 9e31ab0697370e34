import { changesCheck } from './changes.ts';
import type { Check } from './check.ts';
import { citationsCheck } from './citations.ts';
import { dependenciesCheck } from './dependencies.ts';
import { floorsCheck } from './floors.ts';
import { generatedDocsCheck } from './generated-docs.ts';
import { importRulesCheck } from './import-rules.ts';
import { statementsInTheStoreCheck } from './statements-in-the-store.ts';
import { stylesCheck } from './styles.ts';
import { toolChecks } from './tool-checks.ts';
import { vectorCoverageCheck } from './vector-coverage.ts';
import { wordsCheck } from './words.ts';

/** What can be told from the files as they are. */
export const sourceChecks: Check[] = [
  ...toolChecks,
  importRulesCheck,
  floorsCheck,
  changesCheck,
  statementsInTheStoreCheck,
  dependenciesCheck,
  citationsCheck,
  generatedDocsCheck,
  wordsCheck,
  vectorCoverageCheck,
  stylesCheck,
];
