import type { SignedContract } from '../../../lib/protocol/contract.ts';
import { personas } from '../support/personas.ts';
import { type Party, request, requestPayload } from './agreements.ts';
import { ownEvent, sendEvent } from './opaque-event.ts';
import { people } from './people.ts';
import { registrationOf } from './registration-of.ts';
import type { Scenario } from './scenario-file.ts';
import { ref, script } from './script.ts';
import { PART, type Stage } from './stage.ts';

const { baseTime } = personas;
const INBOX = { type: 'QUERY_PENDING_EVENTS' };
const CONTRACTS = { type: 'QUERY_COMMUNICATION_CONTRACTS' };
const FIND = { type: 'FIND_IDENTITIES' };
const EMPTY = { pending_events: [], next_cursor: null };
const contractIdOf = (name: string) => ({ $contract_id: ref(name) });
const row = (name: string) => ({ contract_id: contractIdOf(name), signed_contract: ref(name) });

/** Registering, renewing, lapsing, and being found. */
export async function registrationScenarios(stage: Stage): Promise<Scenario[]> {
  const alice = await stage.registration('alice', 'alice');
  const short = await stage.registration('alice_short', 'alice', { until: 120 });
  const again = await stage.registration('alice_again', 'alice', { from: 60, until: 400 * 86_400 + 60 });
  const elsewhere = await stage.registration('alice_elsewhere', 'alice_elsewhere', { until: 86_400 });
  const bob = await stage.registration('bob', 'bob');
  const own = { type: 'SAVE_EVENTS', events: [ownEvent('own-1')] };
  const history = {
    events: [{ ...ownEvent('own-1'), created_at: baseTime + 11 }],
    next_cursor: null,
  };
  const both = [people.alice.did, people.alice_elsewhere.did];

  return [
    {
      name: 'registration, and the same request again',
      conversation: {
        parts: [],
        steps: script()
          .ask('alice', 'mediator', alice.payload, registrationOf('registration', alice.request))
          .ask('alice', 'mediator', alice.payload, { signed_contract: ref('registration') })
          .ask('alice', 'mediator', INBOX, EMPTY)
          .ask('alice', 'mediator', CONTRACTS, { contracts: [row('registration')], next_cursor: null }).steps,
      },
    },
    {
      name: 'a registration is renewed by another request; both contracts are kept',
      conversation: {
        parts: [PART.alice],
        steps: script(60)
          .ask('alice', 'mediator', again.payload, registrationOf('renewal', again.request))
          .ask('alice', 'mediator', CONTRACTS, {
            contracts: { $unordered: [row('alice'), row('renewal')] },
            next_cursor: null,
          }).steps,
      },
    },
    {
      name: 'FIND_IDENTITIES gives every DID of the signing key, whichever of them asks',
      conversation: {
        parts: [PART.alice],
        steps: script()
          .ask('alice_elsewhere', 'mediator', FIND, { dids: [people.alice.did] })
          .ask(
            'alice_elsewhere',
            'mediator',
            elsewhere.payload,
            registrationOf('elsewhere', elsewhere.request),
          )
          .ask('alice', 'mediator', FIND, { dids: both })
          .ask('bob', 'mediator', FIND, { dids: [] })
          .at(86_400)
          .ask('alice_elsewhere', 'mediator', FIND, { dids: both }).steps,
      },
    },
    {
      name: 'somebody whose DID names another mediator registers and keeps a history of its own',
      conversation: {
        parts: [PART.alice],
        steps: script()
          .ask(
            'alice_elsewhere',
            'mediator',
            elsewhere.payload,
            registrationOf('elsewhere', elsewhere.request),
          )
          .ask('alice_elsewhere', 'mediator', own, { event_ids: ['own-1'] })
          .ask('alice_elsewhere', 'mediator', { type: 'QUERY_EVENTS', tags: [] }, history)
          .ask('alice', 'mediator', { type: 'QUERY_EVENTS', tags: [] }, { events: [], next_cursor: null })
          .steps,
      },
    },
    {
      name: 'a renewed registration survives the end and the revocation of the first',
      conversation: {
        parts: [],
        steps: script(0)
          .ask('alice', 'mediator', short.payload, registrationOf('first', short.request))
          .at(60)
          .ask('alice', 'mediator', again.payload, registrationOf('renewal', again.request))
          .ask(
            'alice',
            'mediator',
            { type: 'REVOKE_COMMUNICATION_CONTRACT', signed_contract: ref('first') },
            { contract_id: contractIdOf('first') },
          )
          .ask('alice', 'mediator', INBOX, EMPTY)
          .at(121)
          .ask('alice', 'mediator', INBOX, EMPTY)
          .ask('alice', 'mediator', CONTRACTS, { contracts: [row('renewal')], next_cursor: null }).steps,
      },
    },
    {
      name: 'a registration ends with the latest of its contracts, not with the last',
      conversation: {
        parts: [PART.alice],
        steps: script()
          .ask('alice', 'mediator', short.payload, registrationOf('shorter', short.request))
          .at(121)
          .ask('alice', 'mediator', INBOX, EMPTY).steps,
      },
    },
    {
      name: 'a registration that lapses',
      refusal: {
        code: 'NOT_REGISTERED',
        why: 'A registration ends at expires_at; its rows stay and are reached again after a renewal.',
      },
      conversation: {
        parts: [PART.bob],
        steps: script(10)
          .ask('alice', 'mediator', short.payload, registrationOf('registration', short.request))
          .ask('alice', 'mediator', own, { event_ids: ['own-1'] })
          .at(119)
          .ask('alice', 'mediator', INBOX, EMPTY)
          .refused('alice', 'mediator', INBOX, 'NOT_REGISTERED')
          .refused('bob', 'alice', sendEvent('event-1'), 'RECIPIENT_NOT_REGISTERED')
          .ask('alice', 'mediator', FIND, { dids: [people.alice.did] })
          .ask('alice', 'mediator', again.payload, registrationOf('renewal', again.request))
          .ask('alice', 'mediator', { type: 'QUERY_EVENTS', tags: [] }, history)
          .refused('bob', 'alice', sendEvent('event-1'), 'COMMUNICATION_CONTRACT_REQUIRED').steps,
      },
    },
    {
      name: 'a registration that is revoked',
      refusal: {
        code: 'COMMUNICATION_CONTRACT_NOT_VALID',
        why: 'A revoked registration ends at once, and its request does not bring it back; another request does.',
      },
      conversation: {
        parts: [],
        steps: script(60)
          .ask('alice', 'mediator', alice.payload, registrationOf('registration', alice.request))
          .ask(
            'alice',
            'mediator',
            { type: 'REVOKE_COMMUNICATION_CONTRACT', contract_id: contractIdOf('registration') },
            { contract_id: contractIdOf('registration') },
          )
          .refused('alice', 'mediator', INBOX, 'NOT_REGISTERED')
          .refused('alice', 'mediator', alice.payload, 'COMMUNICATION_CONTRACT_NOT_VALID')
          .ask('alice', 'mediator', FIND, { dids: [people.alice.did] })
          .ask('alice', 'mediator', again.payload, registrationOf('renewal', again.request))
          .ask('alice', 'mediator', CONTRACTS, { contracts: [row('renewal')], next_cursor: null }).steps,
      },
    },
    await wrongRegistrations(stage),
    {
      name: 'a mediator that has no room for another identity',
      refusal: {
        code: 'QUOTA_EXCEEDED',
        why: 'With `identities` DIDs in its rows a mediator takes no new one; who is there renews.',
      },
      conversation: {
        needs: ['quotas'],
        limits: { identities: 1 },
        parts: [PART.alice],
        steps: script(60)
          .refused('bob', 'mediator', bob.payload, 'QUOTA_EXCEEDED')
          .ask('alice', 'mediator', again.payload, registrationOf('renewal', again.request))
          .refused('bob', 'mediator', INBOX, 'NOT_REGISTERED').steps,
      },
    },
    {
      name: 'an identity that has no room for another contract',
      refusal: {
        code: 'QUOTA_EXCEEDED',
        why: 'A registration is a contract, and counts.',
      },
      conversation: {
        needs: ['quotas'],
        limits: { contracts_per_identity: 1 },
        parts: [PART.alice],
        steps: script(60)
          .refused('alice', 'mediator', again.payload, 'QUOTA_EXCEEDED')
          .ask('alice', 'mediator', alice.payload, { signed_contract: ref('alice') }).steps,
      },
    },
  ];
}

/** Requests for a registration that are not what protocol.md §4.5 wants. */
async function wrongRegistrations(stage: Stage): Promise<Scenario> {
  const { mediator } = stage;
  const { alice, bob, carol } = people;
  const steps = script();
  const wrong = async (name: string, signed: SignedContract, to: Party = mediator, ephemeral?: string) => {
    const { encrypted_request, ...rest } = await requestPayload(name, signed, to);
    const kept = { ...rest, encrypted_request: stage.keep(name.replaceAll(' ', '_'), encrypted_request) };
    const payload = ephemeral === undefined ? kept : { ...kept, requestor_ephemeral_public_key: ephemeral };
    steps.refused('alice', 'mediator', payload, 'COMMUNICATION_CONTRACT_NOT_VALID');
  };
  const make = (name: string, from: Party = alice, to: Party = mediator, term = {}) =>
    request(name, from, to, term);

  const elsewhere = { ...mediator, did: 'did:web:elsewhere.example' };
  await wrong('request to another mediator', await make('request to another mediator', alice, elsewhere));
  await wrong('request of another', await make('request of another', carol));
  await wrong(
    'request that is over',
    await make('request that is over', alice, mediator, { from: -100, until: 0 }),
  );
  const future = { from: 400, until: 86_400 };
  await wrong('request of the future', await make('request of the future', alice, mediator, future));
  const plain = await make('request for nobody');
  await wrong('request for nobody', plain, bob);
  const forged = await make('request signed by another');
  const { requestor_signature } = await make('request signed by carol', carol);
  await wrong('request signed by another', { ...forged, requestor_signature });
  const swapped = await make('request with another key');
  const other = (await make('another key')).contract.requestor_encryption_public_key;
  await wrong('request with another key', swapped, mediator, other);
  steps
    .refused('alice', 'mediator', { type: 'QUERY_PENDING_EVENTS' }, 'NOT_REGISTERED')
    .ask('alice', 'mediator', { type: 'FIND_IDENTITIES' }, { dids: [] });
  return {
    name: 'requests for a registration that are not valid',
    refusal: {
      code: 'COMMUNICATION_CONTRACT_NOT_VALID',
      why: 'In this order: to another mediator, of another sender, over, more than 300 s in the future, encrypted for somebody else, signed by somebody else, under another ephemeral key than the one outside.',
    },
    conversation: { parts: [], steps: steps.steps },
  };
}
