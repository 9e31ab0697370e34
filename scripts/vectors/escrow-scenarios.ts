import { bindingScenarios } from './scenarios/binding-scenarios.ts';
import { handOverScenarios } from './scenarios/hand-over-scenarios.ts';
import { heldRefusalScenarios } from './scenarios/held-refusal-scenarios.ts';
import type { ScenarioFile } from './scenarios/scenario-file.ts';
import { scenarioFileOf } from './scenarios/scenario-file-of.ts';
import { createStage } from './scenarios/stage.ts';
import { personas } from './support/personas.ts';

/** Conversations with an escrow. */
export async function escrowScenarios(): Promise<ScenarioFile> {
  const stage = await createStage(personas.escrow);
  return scenarioFileOf(
    {
      format: 'escrow-scenarios',
      document: 'address-messaging.md §3',
      about:
        'Conversations with a fresh escrow that asks no contract wallets: bindings of wallets, messages held for them, and their hand-over. The file is read as scenarios.json is.',
      modules: [
        'lib/protocol/held-payloads.ts',
        'lib/protocol/held-replies.ts',
        'lib/protocol/held-receipts.ts',
        'lib/wallet-proof/verify-binding.ts',
      ],
    },
    stage,
    [
      ...(await bindingScenarios(stage)),
      ...(await handOverScenarios(stage)),
      ...(await heldRefusalScenarios(stage)),
    ],
  );
}
