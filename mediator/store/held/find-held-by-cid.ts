import type { Tx } from '../database/schema.ts';
import type { HeldRow } from './held-row.ts';

/** The message by the CID of its held record. */
export async function findHeldByCid(tx: Tx, cid: string): Promise<HeldRow | undefined> {
  return tx.selectFrom('held_messages').selectAll().where('cid', '=', cid).executeTakeFirst();
}
