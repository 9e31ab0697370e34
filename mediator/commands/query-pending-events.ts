import { pendingEventView } from '../hints/pending-event-view.ts';
import { listPendingEvents } from '../store/events/list-pending-events.ts';
import { defineCommand } from './command.ts';
import { decodePlace, encodeCursor } from './cursor.ts';
import { ownerOf } from './owner.ts';

/** A page of the own inbox, oldest first. */
export const queryPendingEvents = defineCommand({
  type: 'QUERY_PENDING_EVENTS',
  recipient: 'mediator',
  sender: 'registered',
  async run(context, { limit, cursor }) {
    const { limits } = context;
    const { events, more } = await listPendingEvents(context.tx, (await ownerOf(context)).id, {
      after: decodePlace(context.keys, 'pending', cursor),
      limit: Math.min(limit ?? limits.page_events, limits.page_pending_events),
      maxBytes: limits.page_bytes,
    });
    const last = events.at(-1);
    return {
      pending_events: events.map(pendingEventView),
      next_cursor: more && last ? encodeCursor(context.keys, 'pending', last.seq) : null,
    };
  },
});
