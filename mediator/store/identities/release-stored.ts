import { sql } from 'kysely';
import type { Tx } from '../database/schema.ts';

/** Gives back the places of deleted stored events. */
export async function releaseStored(tx: Tx, id: number, count: number, bytes: number): Promise<void> {
  await tx
    .updateTable('identities')
    .set({
      stored_count: sql<number>`stored_count - ${count}`,
      stored_bytes: sql<number>`stored_bytes - ${bytes}`,
    })
    .where('id', '=', id)
    .execute();
}
