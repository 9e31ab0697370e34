import { personas } from '../support/personas.ts';
import type { Members } from '../support/vector-file.ts';
import { people } from './people.ts';
import type { Scenario } from './scenario-file.ts';
import { type AnyPayload, capture, ref, script } from './script.ts';
import { PART, type Stage } from './stage.ts';

const { baseTime } = personas;
const TRAY = { type: 'QUERY_PENDING_COMMUNICATION_CONTRACT_REQUESTS' };
const NOTHING = { requests: [], next_cursor: null };

const acknowledge = (...request_ids: (string | Members)[]) => ({
  type: 'ACKNOWLEDGE_PENDING_COMMUNICATION_CONTRACT_REQUESTS',
  request_ids,
});

/** A row of the tray; `second` is when it came, after the base time. */
function rowOf(id: string, sender: keyof typeof people, payload: AnyPayload, second: number): Members {
  const { type: _, ...members } = payload;
  return { id: ref(id), sender_did: people[sender].did, ...members, timestamp: baseTime + second };
}

/** Requests on their way, in the tray, withdrawn, and too many. */
export async function requestScenarios(stage: Stage): Promise<Scenario[]> {
  const first = await stage.requesting('dave_1', 'dave', 'bob');
  const second = await stage.requesting('dave_2', 'dave', 'bob');
  const third = await stage.requesting('dave_3', 'dave', 'bob');
  const fourth = await stage.requesting('dave_4', 'dave', 'bob');
  const otherBytes = await stage.requesting('dave_1', 'dave', 'bob', {}, 'again');
  const toAlice = await stage.requesting('bob_1', 'bob', 'alice');
  const withdrawn = await stage.agreement('dave_1', 'dave', 'bob');
  const other = await stage.agreement('dave_bob', 'dave', 'bob');
  const short = await stage.agreement('dave_bob_short', 'dave', 'bob', { until: 100 });
  const many: AnyPayload[] = [];
  for (let at = 1; at <= 9; at++) many.push(await stage.requesting(`dave_many_${at}`, 'dave', 'bob'));

  return [
    {
      name: 'a request waits until its recipient acknowledges it, and comes once',
      conversation: {
        parts: [PART.bob],
        steps: script()
          .ask('dave', 'bob', first, { request_id: capture('request') })
          .ask('bob', 'mediator', TRAY, {
            requests: [rowOf('request', 'dave', first, 10)],
            next_cursor: null,
          })
          .ask('dave', 'bob', first, { request_id: ref('request') })
          .ask('bob', 'mediator', TRAY, {
            requests: [rowOf('request', 'dave', first, 10)],
            next_cursor: null,
          })
          .ask('bob', 'mediator', acknowledge(ref('request'), 'nothing', ref('request')), {
            acknowledged: [ref('request')],
          })
          .ask('bob', 'mediator', TRAY, NOTHING)
          .ask('bob', 'mediator', acknowledge(ref('request')), { acknowledged: [] })
          .ask('dave', 'bob', first, { request_id: ref('request') })
          .ask('bob', 'mediator', TRAY, NOTHING).steps,
      },
    },
    {
      name: 'the tray is read by pages, oldest first, and what is acknowledged meanwhile shifts nothing',
      conversation: {
        parts: [PART.bob],
        steps: script()
          .ask('dave', 'bob', first, { request_id: capture('first') })
          .ask('dave', 'bob', second, { request_id: capture('second') })
          .ask('dave', 'bob', third, { request_id: capture('third') })
          .ask(
            'bob',
            'mediator',
            { ...TRAY, limit: 2 },
            {
              requests: [rowOf('first', 'dave', first, 10), rowOf('second', 'dave', second, 11)],
              next_cursor: capture('cursor'),
            },
          )
          .ask('bob', 'mediator', acknowledge(ref('first')), { acknowledged: [ref('first')] })
          .ask(
            'bob',
            'mediator',
            { ...TRAY, limit: 2, cursor: ref('cursor') },
            {
              requests: [rowOf('third', 'dave', third, 12)],
              next_cursor: null,
            },
          )
          .ask(
            'bob',
            'mediator',
            { ...TRAY, limit: 2, cursor: null },
            {
              requests: [rowOf('second', 'dave', second, 11), rowOf('third', 'dave', third, 12)],
              next_cursor: null,
            },
          ).steps,
      },
    },
    {
      name: 'a page of the tray ends before its limit when it is full, and one row always fits',
      conversation: {
        needs: ['quotas'],
        limits: { page_bytes: 10 },
        parts: [PART.bob],
        steps: script()
          .ask('dave', 'bob', first, { request_id: capture('first') })
          .ask('dave', 'bob', second, { request_id: capture('second') })
          .ask('bob', 'mediator', TRAY, {
            requests: [rowOf('first', 'dave', first, 10)],
            next_cursor: capture('cursor'),
          })
          .ask(
            'bob',
            'mediator',
            { ...TRAY, cursor: ref('cursor') },
            { requests: [rowOf('second', 'dave', second, 11)], next_cursor: null },
          ).steps,
      },
    },
    {
      name: 'nobody sees or acknowledges the requests of another',
      conversation: {
        parts: [PART.alice, PART.bob],
        steps: script()
          .ask('dave', 'bob', first, { request_id: capture('request') })
          .ask('alice', 'mediator', TRAY, NOTHING)
          .ask('alice', 'mediator', acknowledge(ref('request')), { acknowledged: [] })
          .ask('bob', 'mediator', TRAY, {
            requests: [rowOf('request', 'dave', first, 10)],
            next_cursor: null,
          }).steps,
      },
    },
    {
      name: 'a request to somebody who is not served here',
      refusal: {
        code: 'RECIPIENT_NOT_REGISTERED',
        why: 'The recipient is registered here, and its DID names this mediator.',
      },
      conversation: {
        parts: [PART.bob, PART.dave],
        steps: script()
          .refused('bob', 'alice', toAlice, 'RECIPIENT_NOT_REGISTERED')
          .refused('bob', 'dave', toAlice, 'RECIPIENT_NOT_REGISTERED')
          .refused('bob', 'did:web:elsewhere.example', toAlice, 'RECIPIENT_NOT_REGISTERED').steps,
      },
    },
    {
      name: 'the same ephemeral key with other bytes',
      refusal: { code: 'ID_CONFLICT', why: 'An ephemeral key stands for one request to one recipient.' },
      conversation: {
        parts: [PART.bob],
        steps: script()
          .ask('dave', 'bob', first, { request_id: capture('request') })
          .refused('dave', 'bob', otherBytes, 'ID_CONFLICT')
          .ask('bob', 'mediator', acknowledge(ref('request')), { acknowledged: [ref('request')] })
          .refused('dave', 'bob', otherBytes, 'ID_CONFLICT').steps,
      },
    },
    {
      name: 'a request that was withdrawn',
      refusal: {
        code: 'COMMUNICATION_CONTRACT_NOT_VALID',
        why: 'A withdrawn request leaves the tray, and neither comes again nor can be completed.',
      },
      conversation: {
        parts: [PART.bob],
        steps: script()
          .ask('dave', 'bob', first, { request_id: capture('request') })
          .ask('dave', 'mediator', withdrawn.withdraw, { contract_id: null })
          .ask('dave', 'mediator', withdrawn.withdraw, { contract_id: null })
          .ask('bob', 'mediator', TRAY, NOTHING)
          .refused('dave', 'bob', first, 'COMMUNICATION_CONTRACT_NOT_VALID')
          .refused('bob', 'mediator', withdrawn.save, 'COMMUNICATION_CONTRACT_NOT_VALID')
          .ask('dave', 'bob', second, { request_id: capture('second') }).steps,
      },
    },
    {
      name: 'more requests in a minute than a stranger may make',
      refusal: {
        code: 'RATE_LIMITED',
        why: 'Requests of a signing key without a contract with the recipient are counted, whoever they go to; contacts are not limited so, unless their contract was revoked.',
      },
      conversation: {
        needs: ['rates'],
        limits: { requests_per_minute: 2 },
        parts: [PART.bob],
        steps: script()
          .ask('dave', 'bob', first, { request_id: capture('first') })
          .ask('dave', 'bob', first, { request_id: ref('first') })
          .ask('dave', 'bob', second, { request_id: capture('second') })
          .refused('dave', 'bob', third, 'RATE_LIMITED', { retry_after_ms: 57_000 })
          .ask('bob', 'mediator', other.save, { contract_id: other.id })
          .ask('dave', 'bob', third, { request_id: capture('third') })
          .ask('bob', 'mediator', other.revoke, { contract_id: other.id })
          .refused('dave', 'bob', fourth, 'RATE_LIMITED', { retry_after_ms: 53_000 }).steps,
      },
    },
    {
      name: 'the wait after too many requests in a minute',
      refusal: {
        code: 'RATE_LIMITED',
        why: 'The oldest request that counts makes room a minute after it came.',
      },
      conversation: {
        needs: ['rates'],
        limits: { requests_per_minute: 1 },
        parts: [PART.bob],
        steps: script()
          .ask('dave', 'bob', first, { request_id: capture('first') })
          .refused('dave', 'bob', second, 'RATE_LIMITED', { retry_after_ms: 59_000 })
          .at(71)
          .ask('dave', 'bob', second, { request_id: capture('second') }).steps,
      },
    },
    {
      name: 'more requests in a day than a stranger may make',
      refusal: { code: 'RATE_LIMITED', why: 'Requests are counted over a day as well.' },
      conversation: {
        needs: ['rates'],
        limits: { requests_per_day: 1 },
        parts: [PART.bob],
        steps: script()
          .ask('dave', 'bob', first, { request_id: capture('first') })
          .at(3610)
          .refused('dave', 'bob', second, 'RATE_LIMITED', { retry_after_ms: 82_800_000 })
          .at(86_411)
          .ask('dave', 'bob', second, { request_id: capture('second') }).steps,
      },
    },
    {
      name: 'a tray that is full for strangers has room for contacts, ten times as much',
      refusal: {
        code: 'QUOTA_EXCEEDED',
        why: 'Who has a contract with the recipient, an expired one will do, is refused by a tray ten times as full.',
      },
      conversation: {
        needs: ['quotas'],
        limits: { unanswered_requests: 1, requests_per_minute: 100 },
        parts: [PART.bob],
        steps: many
          .reduce(
            (steps, payload, at) => steps.ask('dave', 'bob', payload, { request_id: capture(`many-${at}`) }),
            script()
              .ask('dave', 'bob', first, { request_id: capture('first') })
              .refused('dave', 'bob', second, 'QUOTA_EXCEEDED')
              .ask('bob', 'mediator', short.save, { contract_id: short.id })
              .at(101),
          )
          .refused('dave', 'bob', second, 'QUOTA_EXCEEDED').steps,
      },
    },
    {
      name: 'a tray that is full',
      refusal: {
        code: 'QUOTA_EXCEEDED',
        why: 'So many requests wait for one recipient; one that is refused is not remembered, and may come again.',
      },
      conversation: {
        needs: ['quotas'],
        limits: { unanswered_requests: 1 },
        parts: [PART.bob],
        steps: script()
          .ask('dave', 'bob', first, { request_id: capture('first') })
          .refused('dave', 'bob', second, 'QUOTA_EXCEEDED')
          .ask('dave', 'bob', first, { request_id: ref('first') })
          .ask('bob', 'mediator', acknowledge(ref('first')), { acknowledged: [ref('first')] })
          .ask('dave', 'bob', second, { request_id: capture('second') }).steps,
      },
    },
  ];
}
