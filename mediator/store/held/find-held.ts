import type { Database, Tx } from '../database/schema.ts';
import type { HeldRow } from './held-row.ts';

/** The message a signing key saved under an id. */
export async function findHeld(
  db: Database | Tx,
  saverKey: string,
  id: string,
): Promise<HeldRow | undefined> {
  return db
    .selectFrom('held_messages')
    .selectAll()
    .where('saver_key', '=', saverKey)
    .where('id', '=', id)
    .executeTakeFirst();
}
