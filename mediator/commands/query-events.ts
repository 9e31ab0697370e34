import { queryStoredEvents } from '../store/events/query-stored-events.ts';
import { defineCommand } from './command.ts';
import { decodePlace, encodeCursor } from './cursor.ts';
import { ownerOf } from './owner.ts';

/** A page of the own history: events that carry all of the tags, within a time range whose ends belong to it. */
export const queryEvents = defineCommand({
  type: 'QUERY_EVENTS',
  recipient: 'mediator',
  sender: 'registered',
  async run(context, { tags, after, before, order = 'asc', limit, cursor }) {
    const { limits } = context;
    const { events, more } = await queryStoredEvents(context.tx, (await ownerOf(context)).id, {
      tags: [...new Set(tags)],
      after: after ?? null,
      before: before ?? null,
      order,
      from: cursor ? decodePlace(context.keys, `events.${order}`, cursor) : null,
      limit: Math.min(limit ?? limits.page_events, limits.page_events),
      maxBytes: limits.page_bytes,
    });
    const last = events.at(-1);
    return {
      events: events.map((event) => ({
        id: event.event_id,
        payload: event.payload,
        tags: JSON.parse(event.tags) as string[],
        created_at: event.created_at,
      })),
      next_cursor: more && last ? encodeCursor(context.keys, `events.${order}`, last.seq) : null,
    };
  },
});
