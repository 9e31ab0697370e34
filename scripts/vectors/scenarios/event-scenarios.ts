import { personas } from '../support/personas.ts';
import type { Members } from '../support/vector-file.ts';
import { eventOf, sendEvent, sendEvents } from './opaque-event.ts';
import { people } from './people.ts';
import type { Scenario } from './scenario-file.ts';
import { capture, ref, script } from './script.ts';
import { PART, type Stage } from './stage.ts';

const { baseTime } = personas;
const INBOX = { type: 'QUERY_PENDING_EVENTS' };
const EMPTY = { pending_events: [], next_cursor: null };
const PAIR = [PART.alice, PART.bob, PART.pair];

const acknowledge = (...event_ids: (string | Members)[]) => ({
  type: 'ACKNOWLEDGE_PENDING_EVENTS',
  event_ids,
});
const rest = (id: string, second: number, sender: keyof typeof people = 'alice', content = id) => ({
  sender_did: people[sender].did,
  payload: eventOf(id, content).payload,
  timestamp: baseTime + second,
});
/** A row of the inbox, whose id is kept under the event’s. */
const row = (id: string, second: number) => ({ id: capture(id), ...rest(id, second) });
/** A row that was seen before. */
const known = (id: string, second: number) => ({ id: ref(id), ...rest(id, second) });
const inbox = (...pending_events: Members[]) => ({ pending_events, next_cursor: null });
const ok = (id: string) => ({ id, ok: true });
const not = (id: string, code: string) => ({ id, ok: false, code });

/** Events on their way: sent, queued, read by pages, acknowledged, and too many. */
export async function eventScenarios(stage: Stage): Promise<Scenario[]> {
  const withCarol = await stage.agreement('carol_bob', 'carol', 'bob');
  return [
    {
      name: 'an event waits until it is acknowledged',
      conversation: {
        parts: PAIR,
        steps: script()
          .ask('bob', 'mediator', INBOX, EMPTY)
          .ask('alice', 'bob', sendEvent('event-1'), { event_id: 'event-1' })
          .ask('bob', 'mediator', INBOX, inbox(row('event-1', 11)))
          .ask('bob', 'mediator', INBOX, inbox(known('event-1', 11)))
          .ask('alice', 'mediator', INBOX, EMPTY)
          .ask('bob', 'mediator', acknowledge(ref('event-1')), { acknowledged: [ref('event-1')] })
          .ask('bob', 'mediator', INBOX, EMPTY)
          .ask('bob', 'mediator', acknowledge(ref('event-1')), { acknowledged: [] })
          .ask('bob', 'alice', sendEvent('event-2'), { event_id: 'event-2' })
          .ask('alice', 'mediator', INBOX, {
            pending_events: [{ id: capture('event-2'), ...rest('event-2', 18, 'bob') }],
            next_cursor: null,
          }).steps,
      },
    },
    {
      name: 'the same bytes under an id are one event, also after it was acknowledged',
      conversation: {
        needs: ['SEND_EVENTS'],
        parts: PAIR,
        steps: script()
          .ask('alice', 'bob', sendEvent('event-1'), { event_id: 'event-1' })
          .ask('alice', 'bob', sendEvent('event-1'), { event_id: 'event-1' })
          .ask('alice', 'bob', sendEvents('event-1', 'event-2', 'event-2'), {
            results: [ok('event-1'), ok('event-2'), ok('event-2')],
          })
          .ask('bob', 'mediator', INBOX, inbox(row('event-1', 10), row('event-2', 12)))
          .ask('bob', 'mediator', acknowledge(ref('event-1'), ref('event-2')), {
            acknowledged: [ref('event-1'), ref('event-2')],
          })
          .ask('alice', 'bob', sendEvent('event-1'), { event_id: 'event-1' })
          .ask('alice', 'bob', sendEvents('event-2'), { results: [ok('event-2')] })
          .ask('bob', 'mediator', INBOX, EMPTY)
          .at(29 * 86_400)
          .ask('alice', 'bob', sendEvent('event-1'), { event_id: 'event-1' })
          .ask('bob', 'mediator', INBOX, EMPTY).steps,
      },
    },
    {
      name: 'an id belongs to its sender and recipient',
      conversation: {
        parts: [PART.alice, PART.bob, PART.carol, PART.pair],
        steps: script()
          .ask('carol', 'mediator', withCarol.save, { contract_id: withCarol.id })
          .ask('alice', 'bob', sendEvent('event-1'), { event_id: 'event-1' })
          .ask('carol', 'bob', sendEvent('event-1', 'other'), { event_id: 'event-1' })
          .ask('bob', 'alice', sendEvent('event-1', 'third'), { event_id: 'event-1' })
          .ask('bob', 'mediator', INBOX, {
            pending_events: [
              { id: capture('of_alice'), ...rest('event-1', 11) },
              { id: capture('of_carol'), ...rest('event-1', 12, 'carol', 'other') },
            ],
            next_cursor: null,
          }).steps,
      },
    },
    {
      name: 'the inbox is read by pages in the order of acceptance, and what is acknowledged meanwhile shifts nothing',
      conversation: {
        parts: PAIR,
        steps: script()
          .ask('alice', 'bob', sendEvent('event-1'), { event_id: 'event-1' })
          .ask('alice', 'bob', sendEvent('event-2'), { event_id: 'event-2' })
          .ask('alice', 'bob', sendEvent('event-3'), { event_id: 'event-3' })
          .ask(
            'bob',
            'mediator',
            { ...INBOX, limit: 2 },
            {
              pending_events: [row('event-1', 10), row('event-2', 11)],
              next_cursor: capture('cursor'),
            },
          )
          .ask('bob', 'mediator', acknowledge(ref('event-1'), ref('event-2')), {
            acknowledged: [ref('event-1'), ref('event-2')],
          })
          .ask('alice', 'bob', sendEvent('event-4'), { event_id: 'event-4' })
          .ask(
            'bob',
            'mediator',
            { ...INBOX, limit: 2, cursor: ref('cursor') },
            {
              pending_events: [row('event-3', 12), row('event-4', 15)],
              next_cursor: null,
            },
          )
          .ask(
            'bob',
            'mediator',
            { ...INBOX, limit: 2, cursor: null },
            {
              pending_events: [known('event-3', 12), known('event-4', 15)],
              next_cursor: null,
            },
          ).steps,
      },
    },
    {
      name: 'a page of 500',
      conversation: {
        needs: ['pages of 500'],
        parts: PAIR,
        steps: script()
          .ask('alice', 'bob', sendEvent('event-1'), { event_id: 'event-1' })
          .ask('bob', 'mediator', { ...INBOX, limit: 500 }, inbox(row('event-1', 10))).steps,
      },
    },
    {
      name: 'a page ends before its limit when it is full, and one row always fits',
      conversation: {
        needs: ['quotas'],
        limits: { page_bytes: 100 },
        parts: PAIR,
        steps: script()
          .ask('alice', 'bob', sendEvent('event-1'), { event_id: 'event-1' })
          .ask('alice', 'bob', sendEvent('event-2'), { event_id: 'event-2' })
          .ask('bob', 'mediator', INBOX, {
            pending_events: [row('event-1', 10)],
            next_cursor: capture('cursor'),
          })
          .ask('bob', 'mediator', { ...INBOX, cursor: ref('cursor') }, inbox(row('event-2', 11))).steps,
      },
    },
    {
      name: 'nobody sees or acknowledges what waits for another',
      conversation: {
        parts: PAIR,
        steps: script()
          .ask('alice', 'bob', sendEvent('event-1'), { event_id: 'event-1' })
          .ask('alice', 'bob', sendEvent('event-2'), { event_id: 'event-2' })
          .ask('bob', 'mediator', INBOX, inbox(row('event-1', 10), row('event-2', 11)))
          .ask('alice', 'mediator', acknowledge(ref('event-1'), ref('event-2')), { acknowledged: [] })
          .ask('bob', 'mediator', INBOX, inbox(known('event-1', 10), known('event-2', 11)))
          .ask('bob', 'mediator', acknowledge(ref('event-2'), 'unknown', ref('event-2'), ref('event-1')), {
            acknowledged: [ref('event-2'), ref('event-1')],
          })
          .ask('bob', 'mediator', INBOX, EMPTY).steps,
      },
    },
    {
      name: 'events of a batch are taken or refused for themselves',
      refusal: {
        code: 'ID_CONFLICT',
        why: 'Other bytes under a known id are refused; in a batch only this one is.',
      },
      conversation: {
        needs: ['SEND_EVENTS'],
        parts: PAIR,
        steps: script()
          .ask('alice', 'bob', sendEvent('event-1'), { event_id: 'event-1' })
          .refused('alice', 'bob', sendEvent('event-1', 'other'), 'ID_CONFLICT')
          .ask(
            'alice',
            'bob',
            {
              type: 'SEND_EVENTS',
              events: [
                eventOf('event-2'),
                eventOf('event-1', 'other'),
                eventOf('event-2', 'other'),
                eventOf('event-3'),
              ],
            },
            {
              results: [
                ok('event-2'),
                not('event-1', 'ID_CONFLICT'),
                not('event-2', 'ID_CONFLICT'),
                ok('event-3'),
              ],
            },
          )
          .ask('bob', 'mediator', INBOX, inbox(row('event-1', 10), row('event-2', 12), row('event-3', 12)))
          .ask('bob', 'mediator', acknowledge(ref('event-1')), { acknowledged: [ref('event-1')] })
          .refused('alice', 'bob', sendEvent('event-1', 'other'), 'ID_CONFLICT').steps,
      },
    },
    {
      name: 'an id once taken, without batches',
      refusal: {
        code: 'ID_CONFLICT',
        why: 'Other bytes under a known id are refused, also after it was acknowledged.',
      },
      conversation: {
        parts: PAIR,
        steps: script()
          .ask('alice', 'bob', sendEvent('event-1'), { event_id: 'event-1' })
          .ask('alice', 'bob', sendEvent('event-1'), { event_id: 'event-1' })
          .refused('alice', 'bob', sendEvent('event-1', 'other'), 'ID_CONFLICT')
          .ask('bob', 'mediator', INBOX, inbox(row('event-1', 10)))
          .ask('bob', 'mediator', acknowledge(ref('event-1')), { acknowledged: [ref('event-1')] })
          .refused('alice', 'bob', sendEvent('event-1', 'other'), 'ID_CONFLICT')
          .ask('alice', 'bob', sendEvent('event-1'), { event_id: 'event-1' })
          .ask('bob', 'mediator', INBOX, EMPTY).steps,
      },
    },
    {
      name: 'an inbox that is full',
      refusal: {
        code: 'QUOTA_EXCEEDED',
        why: 'What was refused is not remembered: the id may come again with any bytes when there is room.',
      },
      conversation: {
        needs: ['quotas', 'SEND_EVENTS'],
        limits: { pending_events: 2 },
        parts: PAIR,
        steps: script()
          .ask('alice', 'bob', sendEvents('event-1', 'event-2', 'event-3'), {
            results: [ok('event-1'), ok('event-2'), not('event-3', 'QUOTA_EXCEEDED')],
          })
          .refused('alice', 'bob', sendEvent('event-3'), 'QUOTA_EXCEEDED')
          .ask('alice', 'bob', sendEvent('event-1'), { event_id: 'event-1' })
          .ask('bob', 'mediator', INBOX, inbox(row('event-1', 10), row('event-2', 10)))
          .ask('bob', 'mediator', acknowledge(ref('event-1')), { acknowledged: [ref('event-1')] })
          .ask('alice', 'bob', sendEvent('event-3', 'other'), { event_id: 'event-3' })
          .refused('alice', 'bob', sendEvent('event-4'), 'QUOTA_EXCEEDED').steps,
      },
    },
    {
      name: 'an inbox that holds too many characters',
      refusal: { code: 'QUOTA_EXCEEDED', why: 'Two payloads of 60 characters fit into 120, and no third.' },
      conversation: {
        needs: ['quotas'],
        limits: { pending_bytes: 120 },
        parts: PAIR,
        steps: script()
          .ask('alice', 'bob', sendEvent('event-1'), { event_id: 'event-1' })
          .ask('alice', 'bob', sendEvent('event-2'), { event_id: 'event-2' })
          .refused('alice', 'bob', sendEvent('event-3'), 'QUOTA_EXCEEDED').steps,
      },
    },
    {
      name: 'an event for somebody who is not served here',
      refusal: {
        code: 'RECIPIENT_NOT_REGISTERED',
        why: 'This is answered before contracts are looked at, and alike for whoever asks.',
      },
      conversation: {
        parts: [PART.alice, PART.dave],
        steps: script()
          .refused('alice', 'bob', sendEvent('event-1'), 'RECIPIENT_NOT_REGISTERED')
          .refused('alice', 'bob', sendEvents('event-1'), 'RECIPIENT_NOT_REGISTERED')
          .refused('alice', 'dave', sendEvent('event-1'), 'RECIPIENT_NOT_REGISTERED')
          .refused('carol', 'dave', sendEvent('event-1'), 'RECIPIENT_NOT_REGISTERED').steps,
      },
    },
  ];
}
