import type { Database, Tx } from '../database/schema.ts';
import type { Epoch } from './find-epoch.ts';

/** The epoch that is handed out now, if there is one. */
export async function currentEpoch(db: Database | Tx, now: number): Promise<Epoch | null> {
  const row = await db
    .selectFrom('held_epochs')
    .select(['id', 'master'])
    .where('handed_until', '>', now)
    .where('master', 'is not', null)
    .orderBy('opened_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.master ? { id: row.id, secretMaster: row.master } : null;
}
