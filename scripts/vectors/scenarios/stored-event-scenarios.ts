import { personas } from '../support/personas.ts';
import type { Members } from '../support/vector-file.ts';
import { ciphertextOf, ownEvent, tagOf } from './opaque-event.ts';
import type { Scenario } from './scenario-file.ts';
import { capture, ref, type Script, script } from './script.ts';
import { PART } from './stage.ts';

const { baseTime } = personas;
type Own = ReturnType<typeof ownEvent>;

const save = (...events: Own[]) => ({ type: 'SAVE_EVENTS', events });
const saved = (...event_ids: string[]) => ({ event_ids });
const query = (more: Members = {}) => ({ type: 'QUERY_EVENTS', tags: [], ...more });
const remove = (...event_ids: string[]) => ({ type: 'DELETE_EVENTS', event_ids });
const stored = (event: Own, second: number) => ({ ...event, created_at: baseTime + second });
const page = (...events: Members[]) => ({ events, next_cursor: null });

const one = ownEvent('own-1', 'chat', 'alice');
const two = ownEvent('own-2', 'chat');
const three = ownEvent('own-3', 'alice');
const [first, second, third] = [stored(one, 10), stored(two, 20), stored(three, 30)];

/** Alice with three events in her history, stored ten seconds apart. */
const withThree = (): Script =>
  script()
    .ask('alice', 'mediator', save(one), saved('own-1'))
    .at(20)
    .ask('alice', 'mediator', save(two), saved('own-2'))
    .at(30)
    .ask('alice', 'mediator', save(three), saved('own-3'));

/** The own history: stored, found, tagged anew, destroyed. */
export function storedEventScenarios(): Scenario[] {
  const parts = [PART.alice];
  return [
    {
      name: 'the first event under an id wins, and nobody else sees it',
      conversation: {
        parts: [PART.alice, PART.bob],
        steps: script()
          .ask('alice', 'mediator', save(one), saved('own-1'))
          .ask('alice', 'mediator', save(one), saved('own-1'))
          .ask('alice', 'mediator', save({ ...two, id: 'own-1' }), saved('own-1'))
          .ask('alice', 'mediator', save(two, { ...three, id: 'own-2' }), saved('own-2', 'own-2'))
          .ask('alice', 'mediator', query(), page(stored(one, 10), stored(two, 13)))
          .ask('bob', 'mediator', query(), page())
          .ask('bob', 'mediator', save({ ...three, id: 'own-1' }), saved('own-1'))
          .ask('bob', 'mediator', query(), page(stored({ ...three, id: 'own-1' }, 16))).steps,
      },
    },
    {
      name: 'events are found by all of some tags',
      conversation: {
        parts,
        steps: withThree()
          .ask('alice', 'mediator', query(), page(first, second, third))
          .ask('alice', 'mediator', query({ tags: [tagOf('chat')] }), page(first, second))
          .ask('alice', 'mediator', query({ tags: [tagOf('alice'), tagOf('chat')] }), page(first))
          .ask('alice', 'mediator', query({ tags: [tagOf('chat'), tagOf('chat')] }), page(first, second))
          .ask('alice', 'mediator', query({ tags: [tagOf('nobody')] }), page()).steps,
      },
    },
    {
      name: 'events are found by time, whose ends belong to it, in both orders',
      conversation: {
        parts,
        steps: withThree()
          .ask('alice', 'mediator', query({ order: 'asc' }), page(first, second, third))
          .ask('alice', 'mediator', query({ order: 'desc' }), page(third, second, first))
          .ask('alice', 'mediator', query({ after: baseTime + 20 }), page(second, third))
          .ask('alice', 'mediator', query({ before: baseTime + 20 }), page(first, second))
          .ask('alice', 'mediator', query({ after: baseTime + 20, before: baseTime + 20 }), page(second))
          .ask('alice', 'mediator', query({ after: baseTime + 21, before: baseTime + 29 }), page())
          .ask('alice', 'mediator', query({ after: baseTime + 30, before: baseTime + 10 }), page())
          .ask(
            'alice',
            'mediator',
            query({ tags: [tagOf('alice')], after: baseTime, before: baseTime + 29, order: 'desc' }),
            page(first),
          ).steps,
      },
    },
    {
      name: 'the history is read by pages in both orders',
      conversation: {
        parts,
        steps: withThree()
          .ask('alice', 'mediator', query({ limit: 2 }), {
            events: [first, second],
            next_cursor: capture('ascending'),
          })
          .ask('alice', 'mediator', query({ limit: 2, cursor: ref('ascending') }), page(third))
          .ask('alice', 'mediator', query({ limit: 1, order: 'desc' }), {
            events: [third],
            next_cursor: capture('descending'),
          })
          .ask('alice', 'mediator', remove('own-3'), { deleted: ['own-3'] })
          .ask(
            'alice',
            'mediator',
            query({ limit: 2, order: 'desc', cursor: ref('descending') }),
            page(second, first),
          )
          .ask('alice', 'mediator', query({ limit: 2 }), page(first, second))
          .ask(
            'alice',
            'mediator',
            query({ limit: 2, tags: [tagOf('chat')], cursor: ref('ascending') }),
            page(),
          ).steps,
      },
    },
    {
      name: 'order is that of storing also when the clock goes back',
      conversation: {
        parts,
        steps: script(60)
          .ask('alice', 'mediator', save(one), saved('own-1'))
          .at(30)
          .ask('alice', 'mediator', save(two), saved('own-2'))
          .ask('alice', 'mediator', query(), page(stored(one, 60), stored(two, 60)))
          .at(90)
          .ask('alice', 'mediator', save(three), saved('own-3'))
          .ask('alice', 'mediator', query({ after: baseTime + 61 }), page(stored(three, 90))).steps,
      },
    },
    {
      name: 'repeated tags of an event are stored once',
      conversation: {
        parts,
        steps: script()
          .ask('alice', 'mediator', save(ownEvent('own-1', 'chat', 'alice', 'chat')), saved('own-1'))
          .ask('alice', 'mediator', query(), page(stored(one, 10))).steps,
      },
    },
    {
      name: 'tags are replaced, of own events only',
      conversation: {
        needs: ['UPDATE_EVENT_TAGS'],
        parts: [PART.alice, PART.bob],
        steps: script()
          .ask('alice', 'mediator', save(one), saved('own-1'))
          .ask('bob', 'mediator', retag(['own-1', 'other']), { updated: 0 })
          .ask('alice', 'mediator', retag(['own-1', 'new'], ['unknown', 'new']), { updated: 1 })
          .ask('alice', 'mediator', query({ tags: [tagOf('chat')] }), page())
          .ask(
            'alice',
            'mediator',
            query({ tags: [tagOf('new')] }),
            page(stored({ ...one, tags: [tagOf('new')] }, 10)),
          )
          .ask('alice', 'mediator', retag(['own-1', 'first'], ['own-1', 'last', 'last']), { updated: 2 })
          .ask('alice', 'mediator', query(), page(stored({ ...one, tags: [tagOf('last')] }, 10))).steps,
      },
    },
    {
      name: 'what is destroyed stays so: a late retry does not store it again',
      conversation: {
        parts: [PART.alice, PART.bob],
        steps: script()
          .ask('alice', 'mediator', save(one, two), saved('own-1', 'own-2'))
          .ask('bob', 'mediator', remove('own-1'), { deleted: [] })
          .ask('alice', 'mediator', remove('own-1', 'unknown', 'own-1'), { deleted: ['own-1'] })
          .ask('alice', 'mediator', remove('own-1'), { deleted: [] })
          .ask('alice', 'mediator', save(one), saved('own-1'))
          .ask('alice', 'mediator', save({ ...three, id: 'own-1' }), saved('own-1'))
          .ask('alice', 'mediator', query(), page(stored(two, 10)))
          .ask('alice', 'mediator', save(ownEvent('unknown')), saved('unknown'))
          .at(29 * 86_400)
          .ask('alice', 'mediator', save(one), saved('own-1'))
          .ask('alice', 'mediator', query(), page(stored(two, 10), stored(ownEvent('unknown'), 17))).steps,
      },
    },
    {
      name: 'a room to anchor in, for a mediator that anchors nothing',
      refusal: { code: 'UNSUPPORTED_COMMAND', why: 'Taking it would promise an anchor that never comes.' },
      conversation: {
        parts,
        steps: script()
          .refused(
            'alice',
            'mediator',
            { ...save(one), anchor: { room_id: 'ab'.repeat(32) } },
            'UNSUPPORTED_COMMAND',
          )
          .ask('alice', 'mediator', query(), page()).steps,
      },
    },
    {
      name: 'a history that is full',
      refusal: {
        code: 'QUOTA_EXCEEDED',
        why: 'Nothing of a batch is stored that does not fit whole; what is there already needs no room.',
      },
      conversation: {
        needs: ['quotas'],
        limits: { stored_events: 2 },
        parts,
        steps: script()
          .refused('alice', 'mediator', save(one, two, three), 'QUOTA_EXCEEDED')
          .ask('alice', 'mediator', query(), page())
          .ask('alice', 'mediator', save(one, two), saved('own-1', 'own-2'))
          .refused('alice', 'mediator', save(three), 'QUOTA_EXCEEDED')
          .ask('alice', 'mediator', save(two, one), saved('own-2', 'own-1'))
          .ask('alice', 'mediator', remove('own-1'), { deleted: ['own-1'] })
          .ask('alice', 'mediator', save(three), saved('own-3')).steps,
      },
    },
    {
      name: 'a history that holds too many characters',
      refusal: { code: 'QUOTA_EXCEEDED', why: 'Payloads are counted, tags are not.' },
      conversation: {
        needs: ['quotas'],
        limits: { stored_bytes: 120 },
        parts,
        steps: script()
          .ask('alice', 'mediator', save(one, two), saved('own-1', 'own-2'))
          .refused('alice', 'mediator', save(three), 'QUOTA_EXCEEDED')
          .refused('alice', 'mediator', save({ ...three, payload: ciphertextOf('other') }), 'QUOTA_EXCEEDED')
          .steps,
      },
    },
    {
      name: 'cursors of other queries, and of nobody',
      refusal: { code: 'INVALID_COMMAND', why: 'A cursor is good for the kind of query that gave it.' },
      conversation: {
        parts,
        steps: withThree()
          .ask('alice', 'mediator', query({ limit: 1 }), { events: [first], next_cursor: capture('cursor') })
          .refused('alice', 'mediator', query({ order: 'desc', cursor: ref('cursor') }), 'INVALID_COMMAND')
          .refused(
            'alice',
            'mediator',
            { type: 'QUERY_PENDING_EVENTS', cursor: ref('cursor') },
            'INVALID_COMMAND',
          )
          .refused(
            'alice',
            'mediator',
            { type: 'QUERY_COMMUNICATION_CONTRACTS', cursor: ref('cursor') },
            'INVALID_COMMAND',
          )
          .refused(
            'alice',
            'mediator',
            { type: 'QUERY_PENDING_COMMUNICATION_CONTRACT_REQUESTS', cursor: ref('cursor') },
            'INVALID_COMMAND',
          )
          .refused('alice', 'mediator', query({ cursor: 'nobody' }), 'INVALID_COMMAND')
          .again('NONCE_REUSED')
          .ask('alice', 'mediator', query({ cursor: ref('cursor') }), page(second, third)).steps,
      },
    },
  ];
}

function retag(...changes: [id: string, ...tags: string[]][]): Members & { type: string } {
  return {
    type: 'UPDATE_EVENT_TAGS',
    events: changes.map(([event_id, ...tags]) => ({ event_id, tags: tags.map(tagOf) })),
  };
}
