import { hex } from '../../../lib/crypto/bytes.ts';
import type { JsonValue } from '../../../lib/crypto/canonical.ts';
import type { Persona } from '../support/personas.ts';
import type { Members } from '../support/vector-file.ts';
import { how } from './how.ts';
import { people } from './people.ts';
import { type Scenario, type ScenarioFile, scenarioCases } from './scenario-file.ts';
import type { Stage } from './stage.ts';

const seedsOf = ({ did, signingSeed, preKeySeed }: Persona) => ({
  did,
  signing_seed_hex: hex(signingSeed),
  pre_key_seed_hex: hex(preKeySeed),
});

/** The file of some scenarios, with the values, personas and parts that they use and no others. */
export function scenarioFileOf(
  head: Pick<ScenarioFile, 'format' | 'document' | 'about' | 'modules'>,
  stage: Stage,
  scenarios: readonly Scenario[],
): ScenarioFile {
  const usedParts = new Set(scenarios.flatMap(({ conversation }) => conversation.parts));
  const parts = Object.fromEntries(Object.entries(stage.parts).filter(([name]) => usedParts.has(name)));
  const { accept, refuse } = scenarioCases(scenarios, parts);
  const references = new Set<string>();
  for (const value of [...accept, ...refuse, parts])
    collectReferences(JSON.parse(JSON.stringify(value)), references);
  const values = Object.entries(stage.values).filter(([name]) => references.has(name));
  const { did } = stage.mediator;
  return {
    format: head.format,
    document: head.document,
    about: head.about,
    operations: { replay: 'The conversation, as `how` says.' },
    how,
    modules: head.modules,
    mediator: { ...seedsOf(stage.mediator), endpoint: `https://${did.slice('did:web:'.length)}/commands` },
    personas: Object.fromEntries(Object.entries(people).map(([name, person]) => [name, seedsOf(person)])),
    values: Object.fromEntries(values) as Members,
    parts,
    accept,
    refuse,
  };
}

function collectReferences(value: JsonValue, names: Set<string>): void {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value) && typeof value.$ref === 'string') names.add(value.$ref.split('.')[0] ?? '');
  for (const inner of Object.values(value)) collectReferences(inner, names);
}
