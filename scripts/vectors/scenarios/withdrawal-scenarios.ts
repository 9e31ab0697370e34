import { request } from './agreements.ts';
import { people } from './people.ts';
import { registrationOf } from './registration-of.ts';
import type { Scenario } from './scenario-file.ts';
import { script } from './script.ts';
import { PART, type Stage } from './stage.ts';

const NOT_VALID = 'COMMUNICATION_CONTRACT_NOT_VALID';

/** Requests withdrawn with a shared key, twice, or wrongly; a key that was used; and what is removed in the end. */
export async function withdrawalScenarios(stage: Stage): Promise<Scenario[]> {
  const pair = await stage.agreement('alice_bob', 'alice', 'bob');
  const withdrawing = (name: string, signed_contract: object) => ({
    type: 'REVOKE_COMMUNICATION_CONTRACT',
    signed_contract: stage.keep(`request_${name}`, signed_contract),
  });
  const forged = withdrawing('alice_bob_forged', {
    ...pair.request,
    requestor_signature: (await request('alice_bob', people.alice, people.carol)).requestor_signature,
  });
  const toNobody = await request('alice_nobody', people.alice, { ...people.bob, did: `${people.bob.did}:` });
  const brief = await request('alice_bob', people.alice, people.bob, { until: 90 });
  const toDave = await request('alice_bob', people.alice, people.dave);
  // The key of this registration is that of the contract.
  const used = await stage.agreement('register alice_used', 'alice', 'bob');
  const registration = await stage.registration('alice_used', 'alice');

  return [
    {
      name: 'one key for two requests: a party of either ends both',
      conversation: {
        parts: [PART.alice, PART.bob, PART.pair],
        steps: script()
          .ask('dave', 'mediator', withdrawing('alice_dave_same_key', toDave), { contract_id: null })
          .refused('bob', 'mediator', pair.save, NOT_VALID).steps,
      },
    },
    {
      name: 'a tombstone that is there already',
      refusal: { code: NOT_VALID, why: 'Of two ends the later counts, whichever was told first.' },
      conversation: {
        parts: [PART.alice, PART.bob],
        steps: script()
          .ask('alice', 'mediator', withdrawing('alice_bob_brief', brief), { contract_id: null })
          .ask('bob', 'mediator', pair.revoke, { contract_id: pair.id })
          .ask('alice', 'mediator', withdrawing('alice_bob_brief', brief), { contract_id: null })
          .at(200)
          .refused('bob', 'mediator', pair.save, NOT_VALID).steps,
      },
    },
    {
      name: 'withdrawing what its requestor did not sign, or what is for no DID',
      refusal: {
        code: NOT_VALID,
        why: 'A request is withdrawn with its requestor’s signature, by one of two parties.',
      },
      conversation: {
        parts: [PART.alice, PART.bob],
        steps: script()
          .refused('bob', 'mediator', forged, NOT_VALID)
          .refused('alice', 'mediator', withdrawing('alice_nobody', toNobody), NOT_VALID)
          .ask('bob', 'mediator', pair.save, { contract_id: pair.id }).steps,
      },
    },
    {
      name: 'a registration with a key that has a contract',
      refusal: { code: NOT_VALID, why: 'A key is for one contract.' },
      conversation: {
        parts: [PART.alice, PART.bob],
        steps: script()
          .ask('bob', 'mediator', used.save, { contract_id: used.id })
          .refused('alice', 'mediator', registration.payload, NOT_VALID).steps,
      },
    },
    {
      name: 'what is over for 180 days',
      refusal: {
        code: 'COMMUNICATION_CONTRACT_REQUIRED',
        why: 'Contracts and registrations are removed then; until that an expired one is still known.',
      },
      conversation: await longOver(stage),
    },
  ];
}

async function longOver(stage: Stage): Promise<Scenario['conversation']> {
  const DAY = 86_400;
  const first = await stage.registration('alice_short', 'alice', { until: 120 });
  const short = await stage.agreement('alice_bob_short', 'alice', 'bob', { until: 100 });
  const event = { type: 'SEND_EVENT', id: 'event-1', payload: { repeat: 'AAAA', times: 100 } };
  return {
    parts: [PART.bob],
    steps: script()
      .ask('alice', 'mediator', first.payload, registrationOf('short', first.request))
      .ask('bob', 'mediator', short.save, { contract_id: short.id })
      .at(179 * DAY)
      .refused('alice', 'bob', event, NOT_VALID)
      .ask('alice', 'mediator', { type: 'FIND_IDENTITIES' }, { dids: [people.alice.did] })
      .at(181 * DAY)
      .refused('alice', 'bob', event, 'COMMUNICATION_CONTRACT_REQUIRED')
      .ask('alice', 'mediator', { type: 'FIND_IDENTITIES' }, { dids: [] })
      .refused(
        'bob',
        'mediator',
        { type: 'REVOKE_COMMUNICATION_CONTRACT', contract_id: short.id },
        'NOT_FOUND',
      ).steps,
  };
}
