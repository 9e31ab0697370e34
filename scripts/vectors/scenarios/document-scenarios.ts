import { mediatorDocument } from '../../../lib/protocol/mediator-document.ts';
import { personas } from '../support/personas.ts';
import type { Members } from '../support/vector-file.ts';
import type { Scenario } from './scenario-file.ts';
import { script } from './script.ts';

const { mediator } = personas;

/** What a mediator says of itself. */
export function documentScenarios(): Scenario[] {
  const document = mediatorDocument({
    did: mediator.did,
    signingKey: mediator.signer.publicKey,
    preKey: mediator.preKey.publicKey,
    endpoint: 'https://mediator.example/commands',
  });
  return [
    {
      name: 'the document of the mediator',
      conversation: {
        parts: [],
        steps: script().get('/.well-known/did.json', JSON.parse(JSON.stringify(document)) as Members).steps,
      },
    },
  ];
}
