import type { Check } from './check.ts';
import { forbiddenCodeCheck } from './forbidden-code.ts';
import { manifestCheck } from './manifest.ts';
import { reproducibleZipsCheck } from './reproducible-zips.ts';
import { sizeBudgetsCheck } from './size-budgets.ts';

/** What can be told only from the built extension. */
export const buildChecks: Check[] = [
  manifestCheck,
  sizeBudgetsCheck,
  forbiddenCodeCheck,
  reproducibleZipsCheck,
];
