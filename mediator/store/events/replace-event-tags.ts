import type { Tx } from '../database/schema.ts';
import { findStoredEvent } from './find-stored-event.ts';
import { insertEventTag } from './insert-event-tag.ts';
import { removeEventTags } from './remove-event-tags.ts';

/** Gives an own stored event other tags; false when there is none under that id. */
export async function replaceEventTags(
  tx: Tx,
  identityId: number,
  eventId: string,
  tags: string[],
): Promise<boolean> {
  const row = await findStoredEvent(tx, identityId, eventId);
  if (!row) return false;
  await removeEventTags(tx, identityId, row);
  for (const tag of tags) await insertEventTag(tx, { identityId, tag, seq: row.seq });
  await tx
    .updateTable('stored_events')
    .set({ tags: JSON.stringify(tags) })
    .where('identity_id', '=', identityId)
    .where('seq', '=', row.seq)
    .execute();
  return true;
}
