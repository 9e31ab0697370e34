import { prepareQuery } from '../database/prepare-query.ts';
import type { Tx } from '../database/schema.ts';

const byId = prepareQuery<{ identityId: number; eventId: string }, { seq: number; tags: string }>((db, p) =>
  db
    .selectFrom('stored_events')
    .select(['seq', 'tags'])
    .where('identity_id', '=', p('identityId'))
    .where('event_id', '=', p('eventId')),
);

/** Finds an own stored event by the client's id. `tags` is JSON. */
export async function findStoredEvent(
  tx: Tx,
  identityId: number,
  eventId: string,
): Promise<{ seq: number; tags: string } | undefined> {
  return (await byId(tx, { identityId, eventId }))[0];
}
