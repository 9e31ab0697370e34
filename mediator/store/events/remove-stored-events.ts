import { sql } from 'kysely';
import type { Tx } from '../database/schema.ts';
import { removeEventTags } from './remove-event-tags.ts';

/** Removes own stored events; gives the ids that were there and the bytes they held. */
export async function removeStoredEvents(
  tx: Tx,
  identityId: number,
  eventIds: string[],
): Promise<{ removed: Set<string>; bytes: number }> {
  const removed = new Set<string>();
  let bytes = 0;
  if (eventIds.length === 0) return { removed, bytes };
  const rows = await tx
    .deleteFrom('stored_events')
    .where('identity_id', '=', identityId)
    .where('event_id', 'in', eventIds)
    .returning(['seq', 'event_id', 'tags', sql<number>`length(payload)`.as('bytes')])
    .execute();
  for (const row of rows) {
    await removeEventTags(tx, identityId, row);
    removed.add(row.event_id);
    bytes += row.bytes;
  }
  return { removed, bytes };
}
