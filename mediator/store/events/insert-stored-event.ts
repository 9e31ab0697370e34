import { prepareQuery } from '../database/prepare-query.ts';
import type { Tx } from '../database/schema.ts';
import { insertEventTag } from './insert-event-tag.ts';

type NewEvent = {
  identityId: number;
  seq: number;
  eventId: string;
  payload: string;
  tags: string;
  createdAt: number;
};

const insert = prepareQuery<NewEvent, never>((db, p) =>
  db.insertInto('stored_events').values({
    identity_id: p('identityId'),
    seq: p('seq'),
    event_id: p('eventId'),
    payload: p('payload'),
    tags: p('tags'),
    created_at: p('createdAt'),
  }),
);

/** Puts an event with its tags into its reserved place. */
export async function insertStoredEvent(
  tx: Tx,
  event: Omit<NewEvent, 'tags'> & { tags: string[] },
): Promise<void> {
  await insert(tx, { ...event, tags: JSON.stringify(event.tags) });
  for (const tag of event.tags)
    await insertEventTag(tx, { identityId: event.identityId, tag, seq: event.seq });
}
