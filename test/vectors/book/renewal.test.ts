import { ProtocolError } from '../../../lib/protocol/protocol-error.ts';
import { contractForSending, contractsForReceiving } from '../../../lib/relationships/live-contract.ts';
import { renewalDue, renewalObstacle } from '../../../lib/relationships/renewal-rule.ts';
import {
  relationship,
  type VectorContact,
  type VectorContract,
} from '../../../scripts/vectors/support/relationship.ts';
import { runVectors } from '../../support/book/run-vectors.ts';

interface Input {
  contact: VectorContact | null;
  contracts: VectorContract[];
  contract: VectorContract;
  requestor_did: string;
  pinned_did: string;
  lifetime: number;
  events_sent: number;
  now: number;
}

runVectors<Input>('renewal', {
  'accept-unasked'({ contact, contracts, requestor_did, lifetime, now }) {
    const obstacle = renewalObstacle({
      contact: contact ? relationship.contact(contact) : undefined,
      contracts: contracts.map(relationship.contract),
      peerDid: requestor_did,
      lifetime,
      now: now * 1000,
    });
    if (obstacle) throw new ProtocolError(obstacle);
    return { output: { accepted: true } };
  },
  'to-send-under': ({ contracts, pinned_did, now }) => ({
    output: {
      contract_id:
        contractForSending(contracts.map(relationship.contract), pinned_did, now)?.contractId ?? null,
    },
  }),
  'to-receive-under': ({ contracts }) => ({
    output: {
      contract_ids: contractsForReceiving(contracts.map(relationship.contract)).map((one) => one.contractId),
    },
  }),
  'propose-now': ({ contract, events_sent, now }) => ({
    output: { due: renewalDue(relationship.contract(contract), events_sent, now * 1000) },
  }),
});
