import { sql } from 'kysely';
import { prepareQuery } from '../database/prepare-query.ts';
import type { Tx } from '../database/schema.ts';

const reserveStore = prepareQuery<
  { id: number; bytes: number; now: number; maxCount: number; maxBytes: number },
  { stored_seq: number; stored_at: number }
>((db, p) =>
  db
    .updateTable('identities')
    .set({
      stored_seq: sql<number>`stored_seq + 1`,
      stored_count: sql<number>`stored_count + 1`,
      stored_bytes: sql<number>`stored_bytes + ${p('bytes')}`,
      // Never goes back, even when the clock does: order by sequence and order by time are one.
      stored_at: sql<number>`case when stored_at > ${p('now')} then stored_at else ${p('now')} end`,
    })
    .where('id', '=', p('id'))
    .where('stored_count', '<', p('maxCount'))
    .where(sql<number>`stored_bytes + ${p('bytes')}`, '<=', p('maxBytes'))
    .returning(['stored_seq', 'stored_at']),
);

/** Takes a place in the own history: its number and time of storing, or null when the quota is used up. */
export async function reserveStored(
  tx: Tx,
  place: { id: number; bytes: number; now: number; maxCount: number; maxBytes: number },
): Promise<{ seq: number; createdAt: number } | null> {
  const row = (await reserveStore(tx, place))[0];
  return row ? { seq: row.stored_seq, createdAt: row.stored_at } : null;
}
