import type { Tx } from '../database/schema.ts';

/** Ends that an own stored event is found by the tags it has. `tags` is JSON. */
export async function removeEventTags(
  tx: Tx,
  identityId: number,
  row: { seq: number; tags: string },
): Promise<void> {
  const tags = JSON.parse(row.tags) as string[];
  if (tags.length === 0) return;
  await tx
    .deleteFrom('event_tags')
    .where('identity_id', '=', identityId)
    .where('tag', 'in', tags)
    .where('seq', '=', row.seq)
    .execute();
}
