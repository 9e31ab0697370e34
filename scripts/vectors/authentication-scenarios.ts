import { authenticationScenarios } from './scenarios/authentication-scenarios.ts';
import { nonceScenarios } from './scenarios/nonce-scenarios.ts';
import { rateScenarios } from './scenarios/rate-scenarios.ts';
import type { ScenarioFile } from './scenarios/scenario-file.ts';
import { scenarioFileOf } from './scenarios/scenario-file-of.ts';
import { createStage } from './scenarios/stage.ts';
import { personas } from './support/personas.ts';

/** What a mediator checks before the effect of a command, and in which order. */
export async function authentication(): Promise<ScenarioFile> {
  const stage = await createStage(personas.mediator);
  return scenarioFileOf(
    {
      format: 'authentication-scenarios',
      document: 'protocol.md §5.3',
      about:
        'Conversations with a fresh mediator about what it checks before the effect of any command, in which order, and when a nonce is burnt; and about rates. The file is read as scenarios.json is.',
      modules: ['lib/protocol/commands.ts', 'lib/protocol/error-codes.ts'],
    },
    stage,
    [
      ...(await authenticationScenarios(stage)),
      ...(await nonceScenarios(stage)),
      ...(await rateScenarios(stage)),
    ],
  );
}
