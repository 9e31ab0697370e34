import type { Database, Tx } from '../database/schema.ts';

/** An epoch whose master is still there. */
export interface Epoch {
  id: string;
  secretMaster: Uint8Array;
}

/** An epoch by its id, null once destroyed. */
export async function findEpoch(db: Database | Tx, id: string): Promise<Epoch | null> {
  const row = await db
    .selectFrom('held_epochs')
    .select(['id', 'master'])
    .where('id', '=', id)
    .executeTakeFirst();
  return row?.master ? { id: row.id, secretMaster: row.master } : null;
}
