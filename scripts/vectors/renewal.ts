import { formatDid } from '../../lib/protocol/did.ts';
import { ProtocolError } from '../../lib/protocol/protocol-error.ts';
import { contractForSending, contractsForReceiving } from '../../lib/relationships/live-contract.ts';
import { renewalDue, renewalObstacle } from '../../lib/relationships/renewal-rule.ts';
import { casesOf } from './support/cases-of.ts';
import { personas } from './support/personas.ts';
import { relationship, type VectorContact, type VectorContract } from './support/relationship.ts';
import type { VectorFile } from './support/vector-file.ts';

type Successor = {
  contact: VectorContact | null;
  contracts: VectorContract[];
  requestor_did: string;
  lifetime: number;
  now: number;
};
type Sending = { contracts: VectorContract[]; pinned_did: string; now: number };
type Due = { contract: VectorContract; events_sent: number; now: number };

const { accept, refuse } = casesOf({
  'accept-unasked'({ contact, contracts, requestor_did, lifetime, now }: Successor) {
    const obstacle = renewalObstacle({
      contact: contact === null ? undefined : relationship.contact(contact),
      contracts: contracts.map(relationship.contract),
      peerDid: requestor_did,
      lifetime,
      now: now * 1000,
    });
    if (obstacle !== null) throw new ProtocolError(obstacle);
    return { output: { accepted: true } };
  },
  'to-send-under'({ contracts, pinned_did, now }: Sending) {
    const found = contractForSending(contracts.map(relationship.contract), pinned_did, now);
    return { output: { contract_id: found?.contractId ?? null } };
  },
  'to-receive-under'({ contracts }: { contracts: VectorContract[] }) {
    const found = contractsForReceiving(contracts.map(relationship.contract));
    return { output: { contract_ids: found.map(({ contractId }) => contractId) } };
  },
  'propose-now': ({ contract, events_sent, now }: Due) => ({
    output: { due: renewalDue(relationship.contract(contract), events_sent, now * 1000) },
  }),
});

const { bob, baseTime } = personas;
const DAY = 86_400;
const idOf = (digit: string) => digit.repeat(64);

/** Renewal, and which of several contracts counts. */
export async function renewal(): Promise<VectorFile> {
  const contact: VectorContact = {
    pinned_did: bob.did,
    blocked: false,
    revoked: false,
    consented: true,
    longest_lifetime: 30 * DAY,
  };
  const contract: VectorContract = {
    contract_id: idOf('a'),
    peer_did: bob.did,
    side: 'requestor',
    timestamp: baseTime,
    expires_at: baseTime + 30 * DAY,
    revoked_at: null,
    refused: false,
    destroyed: false,
  };
  const other = (digit: string, changes: Partial<VectorContract>): VectorContract => ({
    ...contract,
    contract_id: idOf(digit),
    ...changes,
  });
  const successor = {
    contact,
    contracts: [contract],
    requestor_did: bob.did,
    lifetime: 30 * DAY,
    now: baseTime + 20 * DAY,
  };
  const unasked = (name: string, changes: Partial<Successor>) =>
    accept(name, 'accept-unasked', { ...successor, ...changes });
  const asked = (name: string, changes: Partial<Successor>, why: string) =>
    refuse(name, 'accept-unasked', { ...successor, ...changes }, why);
  const send = (name: string, contracts: VectorContract[], now = baseTime + DAY) =>
    accept(name, 'to-send-under', { contracts, pinned_did: bob.did, now });
  const due = (name: string, changes: Partial<VectorContract>, now: number, events_sent = 0) =>
    accept(name, 'propose-now', { contract: { ...contract, ...changes }, events_sent, now: baseTime + now });
  const movedBob = formatDid({
    alias: 'bob',
    signingKey: bob.signer.publicKey,
    preKey: bob.preKey.publicKey,
    mediatorDid: 'did:web:other.example',
  });
  const year = { timestamp: baseTime, expires_at: baseTime + 365 * DAY };
  return {
    format: 'renewal',
    document: 'protocol.md §7.2',
    about:
      'Which successor is accepted without a question, which contract is used to send and to receive, and when to propose one.',
    operations: {
      'accept-unasked':
        'Whether a request of a known contact is accepted without asking the person: with a reason it is not.',
      'to-send-under': 'The contract to send under, or null (protocol.md §4.10).',
      'to-receive-under': 'The contracts to try on what arrives, in this order (protocol.md §4.10).',
      'propose-now': 'Whether our client proposes a successor now; others may choose other times.',
    },
    modules: ['lib/relationships/renewal-rule.ts', 'lib/relationships/live-contract.ts'],
    accept: await Promise.all([
      unasked('before the contract ends', {}),
      unasked('180 days after it ended', { now: contract.expires_at + 180 * DAY }),
      unasked('a shorter lifetime', { lifetime: 60 }),
      unasked('the longest lifetime the person approved', {
        contact: { ...contact, longest_lifetime: 400 * DAY },
        lifetime: 400 * DAY,
      }),
      unasked('an older contract was revoked', {
        contracts: [other('b', { timestamp: baseTime - DAY, revoked_at: baseTime - 1 }), contract],
      }),
      unasked('a contract that the mediator of the peer refuses', {
        contracts: [{ ...contract, refused: true }],
      }),
      unasked('its secret was destroyed', {
        contracts: [{ ...contract, destroyed: true }],
        now: contract.expires_at + 8 * DAY,
      }),
      send('the only one', [contract]),
      send('the one with the greatest time', [
        contract,
        other('b', { timestamp: baseTime + 1 }),
        other('c', { timestamp: baseTime - 1 }),
      ]),
      send('of two of the same time the greater id', [contract, other('b', {}), other('0', {})]),
      send('a newer one that ended', [
        contract,
        other('b', { timestamp: baseTime + 60, expires_at: baseTime + DAY }),
      ]),
      send('a second before its end', [contract], contract.expires_at - 1),
      send('at the second of its end', [contract], contract.expires_at),
      send('a newer one that was revoked', [
        contract,
        other('b', { timestamp: baseTime + 1, revoked_at: baseTime + 2 }),
      ]),
      send('a newer one that the mediator of the peer refuses', [
        contract,
        other('b', { timestamp: baseTime + 1, refused: true }),
      ]),
      send('a newer one with another DID of the peer', [
        contract,
        other('b', { timestamp: baseTime + 1, peer_did: movedBob }),
      ]),
      send('a newer one without its secret', [
        contract,
        other('b', { timestamp: baseTime + 1, destroyed: true }),
      ]),
      send('none', []),
      accept('newest first, whatever their state', 'to-receive-under', {
        contracts: [
          other('1', { timestamp: baseTime - 3 * DAY, expires_at: baseTime - DAY }),
          other('2', { timestamp: baseTime - 2 * DAY, revoked_at: baseTime - DAY }),
          other('3', { timestamp: baseTime, refused: true }),
          other('4', { timestamp: baseTime }),
          other('5', { timestamp: baseTime + DAY, destroyed: true }),
        ],
      }),
      accept('five at most', 'to-receive-under', {
        contracts: ['1', '2', '3', '4', '5', '6', '7'].map((digit, at) =>
          other(digit, { timestamp: baseTime + at }),
        ),
      }),
      due('just made', {}, 1),
      due('30 days: the requestor, a second before the last seven days', {}, 23 * DAY - 1),
      due('30 days: the requestor, in the last seven days', {}, 23 * DAY),
      due('30 days: the recipient, four days before the end', { side: 'recipient' }, 26 * DAY),
      due('30 days: the recipient, in the last three days', { side: 'recipient' }, 27 * DAY),
      due(
        'a day: the requestor, a second before the last quarter',
        { expires_at: baseTime + DAY },
        0.75 * DAY - 1,
      ),
      due('a day: the requestor, in the last quarter', { expires_at: baseTime + DAY }, 0.75 * DAY),
      due(
        'a day: the recipient, a second before the last tenth',
        { side: 'recipient', expires_at: baseTime + DAY },
        0.9 * DAY - 1,
      ),
      due(
        'a day: the recipient, in the last tenth',
        { side: 'recipient', expires_at: baseTime + DAY },
        0.9 * DAY,
      ),
      due('a year, after 30 days less a second', year, 30 * DAY - 1),
      due('a year, after 30 days', year, 30 * DAY),
      due('a year, after 2^20 events less one', year, DAY, 2 ** 20 - 1),
      due('a year, after 2^20 events', year, DAY, 2 ** 20),
    ]),
    refuse: await Promise.all([
      asked('somebody unknown', { contact: null, contracts: [] }, 'There was never a consent.'),
      asked('another DID of the contact', { requestor_did: movedBob }, 'The DID is not the pinned one.'),
      asked('somebody who is blocked', { contact: { ...contact, blocked: true } }, 'The contact is blocked.'),
      asked(
        'after a revocation',
        { contact: { ...contact, revoked: true } },
        'Something was revoked since the last consent.',
      ),
      asked('without a consent', { contact: { ...contact, consented: false } }, 'The person never said yes.'),
      asked('without a contract', { contracts: [] }, 'There is nothing to renew.'),
      asked(
        'the newest contract was revoked',
        { contracts: [contract, other('b', { timestamp: baseTime + 1, revoked_at: baseTime + 2 })] },
        'The newest was revoked.',
      ),
      asked(
        '180 days and a second after the end',
        { now: contract.expires_at + 180 * DAY + 1 },
        'It ended too long ago.',
      ),
      asked(
        'a second longer than the person approved',
        { lifetime: 30 * DAY + 1 },
        'The person approved 30 days.',
      ),
      asked(
        'blocked, and under another DID',
        { contact: { ...contact, blocked: true }, requestor_did: movedBob },
        'The DID is looked at first.',
      ),
    ]),
  };
}
