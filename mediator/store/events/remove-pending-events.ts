import { sql } from 'kysely';
import type { Tx } from '../database/schema.ts';

/** Removes events of this inbox; gives the places that were there and the bytes they held. */
export async function removePendingEvents(
  tx: Tx,
  identityId: number,
  seqs: number[],
): Promise<{ removed: Set<number>; bytes: number }> {
  if (seqs.length === 0) return { removed: new Set(), bytes: 0 };
  const rows = await tx
    .deleteFrom('pending_events')
    .where('identity_id', '=', identityId)
    .where('seq', 'in', seqs)
    .returning(['seq', sql<number>`length(payload)`.as('bytes')])
    .execute();
  return { removed: new Set(rows.map((r) => r.seq)), bytes: rows.reduce((sum, r) => sum + r.bytes, 0) };
}
