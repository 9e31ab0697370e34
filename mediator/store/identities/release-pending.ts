import { sql } from 'kysely';
import { prepareQuery } from '../database/prepare-query.ts';
import type { Tx } from '../database/schema.ts';

const release = prepareQuery<{ id: number; count: number; bytes: number }, never>((db, p) =>
  db
    .updateTable('identities')
    .set({
      pending_count: sql<number>`pending_count - ${p('count')}`,
      pending_bytes: sql<number>`pending_bytes - ${p('bytes')}`,
    })
    .where('id', '=', p('id')),
);

/** Gives back the places of acknowledged events. */
export async function releasePending(tx: Tx, id: number, count: number, bytes: number): Promise<void> {
  await release(tx, { id, count, bytes });
}
