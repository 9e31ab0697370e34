import { contractScenarios } from './scenarios/contract-scenarios.ts';
import { documentScenarios } from './scenarios/document-scenarios.ts';
import { eventScenarios } from './scenarios/event-scenarios.ts';
import { publicEventScenarios } from './scenarios/public-event-scenarios.ts';
import { registrationScenarios } from './scenarios/registration-scenarios.ts';
import { requestScenarios } from './scenarios/request-scenarios.ts';
import type { ScenarioFile } from './scenarios/scenario-file.ts';
import { scenarioFileOf } from './scenarios/scenario-file-of.ts';
import { createStage } from './scenarios/stage.ts';
import { storedEventScenarios } from './scenarios/stored-event-scenarios.ts';
import { withdrawalScenarios } from './scenarios/withdrawal-scenarios.ts';
import { personas } from './support/personas.ts';

/** Conversations with a mediator. */
export async function scenarios(): Promise<ScenarioFile> {
  const stage = await createStage(personas.mediator);
  return scenarioFileOf(
    {
      format: 'scenarios',
      document: 'protocol.md §5.8',
      about:
        'Conversations with a fresh mediator: every command with its reply, and the refusals of its effect. What is refused before that is in authentication-scenarios.json.',
      modules: ['lib/protocol/commands.ts', 'lib/protocol/command-replies.ts', 'lib/protocol/error-codes.ts'],
    },
    stage,
    [
      ...documentScenarios(),
      ...(await registrationScenarios(stage)),
      ...(await requestScenarios(stage)),
      ...(await contractScenarios(stage)),
      ...(await withdrawalScenarios(stage)),
      ...(await eventScenarios(stage)),
      ...storedEventScenarios(),
      ...(await publicEventScenarios()),
    ],
  );
}
