import { sql } from 'kysely';
import { prepareQuery } from '../database/prepare-query.ts';
import type { Tx } from '../database/schema.ts';

const reserve = prepareQuery<
  { id: number; bytes: number; maxCount: number; maxBytes: number },
  { pending_seq: number }
>((db, p) =>
  db
    .updateTable('identities')
    .set({
      pending_seq: sql<number>`pending_seq + 1`,
      pending_count: sql<number>`pending_count + 1`,
      pending_bytes: sql<number>`pending_bytes + ${p('bytes')}`,
    })
    .where('id', '=', p('id'))
    .where('pending_count', '<', p('maxCount'))
    .where(sql<number>`pending_bytes + ${p('bytes')}`, '<=', p('maxBytes'))
    .returning('pending_seq'),
);

/** Takes a place in an inbox and gives its number, or null when the inbox is full. */
export async function reservePending(
  tx: Tx,
  place: { id: number; bytes: number; maxCount: number; maxBytes: number },
): Promise<number | null> {
  return (await reserve(tx, place))[0]?.pending_seq ?? null;
}
