import { personas } from '../support/personas.ts';
import { everyCommand } from './every-command.ts';
import { eventOf, ownEvent, sendEvent, sendEvents } from './opaque-event.ts';
import { people } from './people.ts';
import type { Scenario } from './scenario-file.ts';
import { capture, script } from './script.ts';
import { PART, type Stage } from './stage.ts';

const { alice, baseTime } = personas;
const FIND = { type: 'FIND_IDENTITIES' };
const NONE = { dids: [] };
const INBOX = { type: 'QUERY_PENDING_EVENTS' };
const EMPTY = { pending_events: [], next_cursor: null };

/** Too much of something in a time: of a key, and of a network address. */
export async function rateScenarios(stage: Stage): Promise<Scenario[]> {
  const needs = ['rates'];
  const commands = await everyCommand(stage);
  const registration = await stage.registration('alice', 'alice');
  const toBob = await stage.requesting('dave_1', 'dave', 'bob');
  const withBob = await stage.agreement('dave_1', 'dave', 'bob');
  const event = (id: string) => ({ event_id: id });
  return [
    {
      name: 'more commands in a second than a key may send',
      refusal: {
        code: 'RATE_LIMITED',
        why: 'Commands are counted by signing key, under whatever DID; what is refused so burns no nonce and may come again.',
      },
      conversation: {
        needs,
        limits: { commands_per_second: 1, commands_burst: 2 },
        parts: [PART.alice, PART.bob, PART.pair],
        steps: script()
          .ask('alice', 'mediator', INBOX, EMPTY)
          .at(10)
          .ask('alice_elsewhere', 'mediator', FIND, { dids: [alice.did] })
          .at(10)
          .refused('alice', 'mediator', INBOX, 'RATE_LIMITED', { retry_after_ms: 1_000 })
          .again(EMPTY)
          .at(11)
          .refused('alice', 'mediator', FIND, 'RATE_LIMITED', { retry_after_ms: 1_000 })
          .at(11)
          .refused('alice', 'did:web:elsewhere.example', FIND, 'RECIPIENT_NOT_REGISTERED')
          .at(11)
          .ask('alice', 'bob', sendEvent('event-1'), event('event-1'))
          .at(11)
          .ask('bob', 'mediator', FIND, { dids: [people.bob.did] }).steps,
      },
    },
    {
      name: 'more events in a second than a key may send',
      refusal: { code: 'RATE_LIMITED', why: 'A batch counts its events, and is refused whole.' },
      conversation: {
        needs: [...needs, 'SEND_EVENTS'],
        limits: { events_per_second: 1, events_burst: 3 },
        parts: [PART.alice, PART.bob, PART.pair],
        steps: script()
          .ask('alice', 'bob', sendEvents('event-1', 'event-2'), {
            results: [
              { id: 'event-1', ok: true },
              { id: 'event-2', ok: true },
            ],
          })
          .at(10)
          .refused('alice', 'bob', sendEvents('event-3', 'event-4'), 'RATE_LIMITED', {
            retry_after_ms: 1_000,
          })
          .at(10)
          .ask('alice', 'bob', sendEvent('event-3'), event('event-3'))
          .at(10)
          .refused('alice', 'bob', sendEvent('event-4'), 'RATE_LIMITED', { retry_after_ms: 1_000 })
          .at(10)
          .refused(
            'alice',
            'mediator',
            { type: 'SAVE_EVENTS', events: [{ ...eventOf('a'), tags: [] }] },
            'RATE_LIMITED',
            { retry_after_ms: 1_000 },
          )
          .at(10)
          .ask('alice', 'mediator', INBOX, EMPTY)
          .at(10)
          .ask('bob', 'alice', sendEvent('event-5'), event('event-5'))
          .at(11)
          .ask('alice', 'bob', sendEvent('event-4'), event('event-4')).steps,
      },
    },
    {
      name: 'every command, beyond the rate of its key',
      refusal: { code: 'RATE_LIMITED', why: 'Each command takes a token, of events or of other commands.' },
      conversation: {
        needs: [...needs, 'SEND_EVENTS', 'UPDATE_EVENT_TAGS', 'public events'],
        limits: { commands_per_second: 1, commands_burst: 1, events_per_second: 1, events_burst: 1 },
        parts: [PART.alice, PART.bob],
        steps: commands.reduce(
          (steps, { as, recipient, payload }) =>
            steps.at(10).refused(as, recipient, payload, 'RATE_LIMITED', { retry_after_ms: 1_000 }),
          script()
            .ask('alice', 'mediator', FIND, { dids: [alice.did] })
            .at(10)
            .ask(
              'alice',
              'mediator',
              { type: 'SAVE_EVENTS', events: [ownEvent('own-1')] },
              { event_ids: ['own-1'] },
            )
            .at(10)
            .ask('bob', 'mediator', FIND, { dids: [people.bob.did] }),
        ).steps,
      },
    },
    {
      name: 'more failures from an address than there may be',
      refusal: {
        code: 'RATE_LIMITED',
        why: 'Failures are counted by network address; commands that authenticate are not refused for them.',
      },
      conversation: {
        needs,
        limits: { unauthenticated_per_minute: 3 },
        parts: [PART.alice],
        steps: script(100)
          .text('{}', 'INVALID_COMMAND')
          .at(100)
          .refused('alice', 'mediator', INBOX, 'INVALID_SIGNATURE', { signed_by: 'carol' })
          .at(100)
          .refused('alice', 'mediator', INBOX, 'TIMESTAMP_OUT_OF_RANGE', {
            timestamp: (baseTime - 300) * 1000,
          })
          .at(100)
          .refused('alice', 'mediator', { type: 'DROP_TABLES' }, 'RATE_LIMITED', {
            channel: 'DIRECT_AUTHENTICATED',
            retry_after_ms: 20_000,
          })
          .at(100)
          .ask('alice', 'mediator', INBOX, EMPTY)
          .at(121)
          .text('{}', 'INVALID_COMMAND').steps,
      },
    },
    {
      name: 'more strangers from an address than there may be',
      refusal: {
        code: 'RATE_LIMITED',
        why: 'A first registration, a request or a revocation of a stranger, FIND_IDENTITIES that finds nobody, a read of what is public: each takes a token of the address.',
      },
      conversation: {
        needs: [...needs, 'public events'],
        limits: { unauthenticated_per_minute: 1 },
        parts: [PART.bob],
        steps: script(100)
          .ask('alice', 'mediator', FIND, NONE)
          .at(100)
          .refused('alice', 'mediator', FIND, 'RATE_LIMITED', { retry_after_ms: 60_000 })
          .at(100)
          .refused('alice', 'mediator', registration.payload, 'RATE_LIMITED', { retry_after_ms: 60_000 })
          .at(100)
          .refused('dave', 'bob', toBob, 'RATE_LIMITED', { retry_after_ms: 60_000 })
          .at(100)
          .refused('dave', 'bob', sendEvent('event-1'), 'RATE_LIMITED', { retry_after_ms: 60_000 })
          .at(100)
          .refused('dave', 'mediator', withBob.withdraw, 'RATE_LIMITED', { retry_after_ms: 60_000 })
          .at(100)
          .get(`/public/${alice.did}`, 'RATE_LIMITED', undefined, 60_000)
          .at(100)
          .ask('bob', 'mediator', INBOX, EMPTY)
          .at(161)
          .ask('dave', 'bob', toBob, { request_id: capture('request') }).steps,
      },
    },
  ];
}
