import type { SignedContract } from '../../../lib/protocol/contract.ts';
import { personas } from '../support/personas.ts';
import { completed } from './agreements.ts';
import { eventOf, sendEvent, sendEvents } from './opaque-event.ts';
import { people } from './people.ts';
import type { Scenario } from './scenario-file.ts';
import { capture, ref, script } from './script.ts';
import { PART, type Stage } from './stage.ts';

const { baseTime } = personas;
const CONTRACTS = { type: 'QUERY_COMMUNICATION_CONTRACTS' };
const INBOX = { type: 'QUERY_PENDING_EVENTS' };
const NOT_VALID = 'COMMUNICATION_CONTRACT_NOT_VALID';
const registration = (name: string) => ({
  contract_id: { $contract_id: ref(name) },
  signed_contract: ref(name),
});
const byId = (contract_id: string) => ({ type: 'REVOKE_COMMUNICATION_CONTRACT', contract_id });
const queued = (name: string, sender: keyof typeof people, id: string, second: number) => ({
  id: capture(name),
  sender_did: people[sender].did,
  payload: eventOf(id).payload,
  timestamp: baseTime + second,
});

/** Contracts: kept, answered, expired, revoked, and not valid. */
export async function contractScenarios(stage: Stage): Promise<Scenario[]> {
  const { bob } = people;
  const pair = await stage.agreement('alice_bob', 'alice', 'bob');
  const row = { contract_id: pair.id, signed_contract: ref('contract_alice_bob') };
  const second = await stage.agreement('alice_bob_2', 'alice', 'bob');
  const short = await stage.agreement('alice_bob_short', 'alice', 'bob', { until: 100 });
  const withDave = await stage.agreement('alice_dave', 'alice', 'dave');
  const strangers = await stage.agreement('dave_carol', 'dave', 'carol');
  const otherKey = stage.keep(
    'contract_alice_bob_other_key',
    await completed('alice_bob other key', pair.request, bob),
  );
  const saving = (signed_contract: object) =>
    ({ type: 'SAVE_COMMUNICATION_CONTRACT', signed_contract }) as typeof pair.save;
  const answering = (signed_contract: object) =>
    ({ type: 'COMMUNICATION_CONTRACT_RESPONSE', signed_contract }) as typeof pair.respond;

  return [
    {
      name: 'a contract is saved once by whoever of the two comes first, and both find it',
      conversation: {
        parts: [PART.alice, PART.bob],
        steps: script()
          .ask('bob', 'mediator', pair.save, { contract_id: pair.id })
          .ask('bob', 'mediator', pair.save, { contract_id: pair.id })
          .ask('bob', 'alice', pair.respond, { contract_id: pair.id })
          .ask('alice', 'mediator', pair.save, { contract_id: pair.id })
          .ask('alice', 'mediator', CONTRACTS, {
            contracts: { $unordered: [row, registration('alice')] },
            next_cursor: null,
          })
          .ask('bob', 'mediator', CONTRACTS, {
            contracts: { $unordered: [row, registration('bob')] },
            next_cursor: null,
          }).steps,
      },
    },
    {
      name: 'a recipient of another mediator answers, and may write from then on',
      conversation: {
        parts: [PART.alice],
        steps: script()
          .refused('dave', 'alice', sendEvent('event-1'), 'COMMUNICATION_CONTRACT_REQUIRED')
          .ask('dave', 'alice', withDave.respond, { contract_id: withDave.id })
          .ask('dave', 'alice', withDave.respond, { contract_id: withDave.id })
          .ask('dave', 'alice', sendEvent('event-1'), { event_id: 'event-1' })
          .ask('alice', 'mediator', INBOX, {
            pending_events: [queued('row', 'dave', 'event-1', 13)],
            next_cursor: null,
          })
          .refused('alice', 'dave', sendEvent('event-2'), 'RECIPIENT_NOT_REGISTERED').steps,
      },
    },
    {
      name: 'contracts are read by pages, in the order of their ids',
      conversation: {
        parts: [PART.alice, PART.bob, PART.pair],
        steps: script()
          .ask('alice', 'mediator', second.save, { contract_id: second.id })
          .ask(
            'alice',
            'mediator',
            { ...CONTRACTS, limit: 2 },
            {
              contracts: [capture('first'), capture('second')],
              next_cursor: capture('cursor'),
            },
          )
          .ask(
            'alice',
            'mediator',
            { ...CONTRACTS, limit: 2, cursor: ref('cursor') },
            {
              contracts: [capture('third')],
              next_cursor: null,
            },
          )
          .ask(
            'alice',
            'mediator',
            { ...CONTRACTS, limit: 3 },
            {
              contracts: [ref('first'), ref('second'), ref('third')],
              next_cursor: null,
            },
          ).steps,
      },
    },
    {
      name: 'a contract that was never stored here is revoked by a party who is not registered',
      conversation: {
        parts: [PART.alice],
        steps: script()
          .ask('dave', 'mediator', withDave.revoke, { contract_id: withDave.id })
          .ask('dave', 'mediator', withDave.revoke, { contract_id: withDave.id }).steps,
      },
    },
    {
      name: 'a party who moved is still a party: contracts are compared by signing key',
      conversation: {
        parts: [PART.alice, PART.bob, PART.pair],
        steps: script()
          .ask('alice_elsewhere', 'bob', sendEvent('event-1'), { event_id: 'event-1' })
          .ask('bob', 'mediator', INBOX, {
            pending_events: [queued('row', 'alice_elsewhere', 'event-1', 10)],
            next_cursor: null,
          })
          .ask('alice_elsewhere', 'mediator', byId(pair.id), { contract_id: pair.id })
          .refused('bob', 'alice', sendEvent('event-2'), NOT_VALID).steps,
      },
    },
    {
      name: 'no contract at all',
      refusal: {
        code: 'COMMUNICATION_CONTRACT_REQUIRED',
        why: 'Events are taken under a contract of the two that is stored here; a request is none, nor is a contract with somebody else.',
      },
      conversation: {
        parts: [PART.alice, PART.bob, PART.carol, PART.pair],
        steps: script()
          .refused('carol', 'bob', sendEvent('event-1'), 'COMMUNICATION_CONTRACT_REQUIRED')
          .refused('carol', 'bob', sendEvents('event-1'), 'COMMUNICATION_CONTRACT_REQUIRED')
          .ask('carol', 'bob', await stage.requesting('carol_1', 'carol', 'bob'), {
            request_id: capture('request'),
          })
          .refused('carol', 'bob', sendEvent('event-1'), 'COMMUNICATION_CONTRACT_REQUIRED')
          .refused('bob', 'carol', sendEvent('event-1'), 'COMMUNICATION_CONTRACT_REQUIRED').steps,
      },
    },
    {
      name: 'a contract that expires',
      refusal: {
        code: NOT_VALID,
        why: 'A contract ends at expires_at, in both directions; what waits stays deliverable, and it is still listed.',
      },
      conversation: {
        parts: [PART.alice, PART.bob],
        steps: script()
          .ask('bob', 'mediator', short.save, { contract_id: short.id })
          .at(99)
          .ask('alice', 'bob', sendEvent('event-1'), { event_id: 'event-1' })
          .refused('alice', 'bob', sendEvent('event-2'), NOT_VALID)
          .refused('bob', 'alice', sendEvent('event-3'), NOT_VALID)
          .refused('alice', 'bob', sendEvents('event-4'), NOT_VALID)
          .ask('bob', 'mediator', INBOX, {
            pending_events: [queued('row', 'alice', 'event-1', 99)],
            next_cursor: null,
          })
          .ask('bob', 'mediator', short.save, { contract_id: short.id })
          .ask('bob', 'mediator', CONTRACTS, {
            contracts: {
              $unordered: [
                { contract_id: short.id, signed_contract: ref('contract_alice_bob_short') },
                registration('bob'),
              ],
            },
            next_cursor: null,
          })
          .ask('alice', 'mediator', second.save, { contract_id: second.id })
          .ask('alice', 'bob', sendEvent('event-2'), { event_id: 'event-2' }).steps,
      },
    },
    {
      name: 'a contract that was revoked',
      refusal: {
        code: NOT_VALID,
        why: 'A revoked contract lets nothing through and is not listed; neither it nor another completion of its request is stored again. What waits stays deliverable.',
      },
      conversation: {
        parts: [PART.alice, PART.bob, PART.pair],
        steps: script()
          .ask('alice', 'bob', sendEvent('event-1'), { event_id: 'event-1' })
          .ask('bob', 'mediator', byId(pair.id), { contract_id: pair.id })
          .ask('alice', 'mediator', byId(pair.id), { contract_id: pair.id })
          .ask('alice', 'mediator', pair.revoke, { contract_id: pair.id })
          .refused('alice', 'bob', sendEvent('event-2'), NOT_VALID)
          .refused('bob', 'alice', sendEvents('event-2'), NOT_VALID)
          .refused('alice', 'bob', sendEvent('event-1'), NOT_VALID)
          .refused('bob', 'mediator', pair.save, NOT_VALID)
          .refused('bob', 'mediator', saving(otherKey), NOT_VALID)
          .refused('bob', 'alice', pair.respond, NOT_VALID)
          .ask('bob', 'mediator', CONTRACTS, { contracts: [registration('bob')], next_cursor: null })
          .ask('bob', 'mediator', INBOX, {
            pending_events: [queued('row', 'alice', 'event-1', 10)],
            next_cursor: null,
          })
          .ask('bob', 'mediator', second.save, { contract_id: second.id })
          .ask('alice', 'bob', sendEvent('event-2'), { event_id: 'event-2' }).steps,
      },
    },
    {
      name: 'revoking at another mediator, or at somebody who is not here',
      refusal: {
        code: 'RECIPIENT_NOT_REGISTERED',
        why: 'A revocation goes to the mediator; one that is addressed to somebody it serves is taken as well.',
      },
      conversation: {
        parts: [PART.alice, PART.bob, PART.pair],
        steps: script()
          .refused('alice', 'did:web:elsewhere.example', pair.revoke, 'RECIPIENT_NOT_REGISTERED')
          .refused('alice', 'carol', byId(pair.id), 'RECIPIENT_NOT_REGISTERED')
          .ask('alice', 'bob', sendEvent('event-1'), { event_id: 'event-1' })
          .ask('alice', 'bob', byId(pair.id), { contract_id: pair.id })
          .refused('alice', 'bob', sendEvent('event-2'), NOT_VALID).steps,
      },
    },
    {
      name: 'a contract that was revoked before it was stored',
      refusal: { code: NOT_VALID, why: 'Revoking leaves a tombstone also for what was never stored here.' },
      conversation: {
        parts: [PART.alice, PART.bob],
        steps: script()
          .ask('alice', 'mediator', pair.revoke, { contract_id: pair.id })
          .refused('bob', 'mediator', pair.save, NOT_VALID)
          .refused('bob', 'alice', pair.respond, NOT_VALID)
          .refused('bob', 'mediator', saving(otherKey), NOT_VALID)
          .refused('alice', 'bob', sendEvent('event-1'), 'COMMUNICATION_CONTRACT_REQUIRED').steps,
      },
    },
    {
      name: 'a second completion of a request',
      refusal: {
        code: NOT_VALID,
        why: 'A request is completed once: the first completion that is stored stays.',
      },
      conversation: {
        parts: [PART.alice, PART.bob, PART.pair],
        steps: script()
          .refused('bob', 'mediator', saving(otherKey), NOT_VALID)
          .refused('bob', 'alice', answering(otherKey), NOT_VALID)
          .ask('bob', 'mediator', pair.save, { contract_id: pair.id }).steps,
      },
    },
    await wrongContracts(stage),
    {
      name: 'contracts that nobody stored, or others did',
      refusal: {
        code: 'NOT_FOUND',
        why: 'An unknown contract and one of others are answered alike.',
      },
      conversation: {
        parts: [PART.alice, PART.bob, PART.carol, PART.pair],
        steps: script()
          .refused('carol', 'mediator', byId(pair.id), 'NOT_FOUND')
          .refused('carol', 'mediator', byId('ab'.repeat(32)), 'NOT_FOUND')
          .refused('carol', 'mediator', pair.revoke, 'NOT_FOUND')
          .refused('carol', 'mediator', second.revoke, 'NOT_FOUND')
          .refused('carol', 'mediator', second.withdraw, 'NOT_FOUND')
          .refused('alice', 'mediator', byId(second.id), 'NOT_FOUND')
          .ask('alice', 'bob', sendEvent('event-1'), { event_id: 'event-1' }).steps,
      },
    },
    {
      name: 'revoking what concerns nobody here',
      refusal: {
        code: 'NOT_REGISTERED',
        why: 'Strangers revoke what is stored here or concerns somebody who is registered here, so that they cannot fill the store with tombstones.',
      },
      conversation: {
        parts: [PART.alice],
        steps: script()
          .refused('dave', 'mediator', strangers.revoke, 'NOT_REGISTERED')
          .refused('dave', 'mediator', strangers.withdraw, 'NOT_REGISTERED').steps,
      },
    },
    {
      name: 'no room for another contract',
      refusal: {
        code: 'QUOTA_EXCEEDED',
        why: 'Contracts count for who saves one, and for whose mediator is answered; revoked ones count until they are removed.',
      },
      conversation: {
        needs: ['quotas'],
        limits: { contracts_per_identity: 2 },
        parts: [PART.alice, PART.bob, PART.pair],
        steps: script()
          .refused('bob', 'mediator', second.save, 'QUOTA_EXCEEDED')
          .refused('alice', 'mediator', second.save, 'QUOTA_EXCEEDED')
          .refused('dave', 'alice', withDave.respond, 'QUOTA_EXCEEDED')
          .ask('bob', 'mediator', pair.save, { contract_id: pair.id })
          .ask('bob', 'mediator', byId(pair.id), { contract_id: pair.id })
          .refused('bob', 'mediator', second.save, 'QUOTA_EXCEEDED').steps,
      },
    },
  ];
}

/** Contracts that do not verify, or are not the sender’s. */
async function wrongContracts(stage: Stage): Promise<Scenario> {
  const pair = await stage.agreement('alice_bob', 'alice', 'bob');
  const withCarol = await stage.agreement('carol_bob', 'carol', 'bob');
  const over = await stage.agreement('alice_bob_over', 'alice', 'bob', { from: -100, until: 0 });
  const future = await stage.agreement('alice_bob_future', 'alice', 'bob', { from: 400, until: 86_400 });
  const steps = script();
  const altered: [string, SignedContract][] = [
    ['altered', { ...pair.contract, contract: { ...pair.contract.contract, expires_at: baseTime + 86_400 } }],
    ['incomplete', pair.request],
    ['signed_twice_by_alice', { ...pair.contract, recipient_signature: pair.contract.requestor_signature }],
  ];
  for (const [name, contract] of altered) {
    const signed_contract = stage.keep(`contract_${name}`, contract);
    steps
      .refused('bob', 'mediator', { type: 'SAVE_COMMUNICATION_CONTRACT', signed_contract }, NOT_VALID)
      .refused('bob', 'alice', { type: 'COMMUNICATION_CONTRACT_RESPONSE', signed_contract }, NOT_VALID);
    if (name !== 'incomplete')
      steps.refused('bob', 'mediator', { type: 'REVOKE_COMMUNICATION_CONTRACT', signed_contract }, NOT_VALID);
  }
  steps
    .refused('bob', 'mediator', over.save, NOT_VALID)
    .refused('bob', 'mediator', future.save, NOT_VALID)
    .refused('bob', 'mediator', future.revoke, NOT_VALID)
    .refused('alice', 'mediator', withCarol.save, NOT_VALID)
    .refused(
      'alice',
      'mediator',
      { type: 'SAVE_COMMUNICATION_CONTRACT', signed_contract: ref('alice') },
      NOT_VALID,
    )
    .refused('alice', 'bob', pair.respond, NOT_VALID)
    .refused('bob', 'bob', pair.respond, NOT_VALID)
    .refused('carol', 'alice', pair.respond, NOT_VALID)
    .ask(
      'bob',
      'mediator',
      { type: 'QUERY_COMMUNICATION_CONTRACTS' },
      {
        contracts: [registration('bob')],
        next_cursor: null,
      },
    );
  return {
    name: 'contracts that are not valid',
    refusal: {
      code: NOT_VALID,
      why: 'Saved, answered and revoked: one that was altered, one that is not completed, one with a wrong signature; then one that is over, two of the future, one of others, a registration, and answers by the requestor, to the recipient and by somebody else.',
    },
    conversation: { parts: [PART.alice, PART.bob, PART.carol], steps: steps.steps },
  };
}
