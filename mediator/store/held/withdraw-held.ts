import type { Tx } from '../database/schema.ts';
import { removeShares } from './remove-shares.ts';

/** HELD → WITHDRAWN: record and share are gone. False when it was not HELD. */
export async function withdrawHeld(tx: Tx, seq: number, now: number): Promise<boolean> {
  const ended = await tx
    .updateTable('held_messages')
    .set({ state: 'WITHDRAWN', changed_at: now, record: null })
    .where('seq', '=', seq)
    .where('state', '=', 'HELD')
    .where('not_after', '>', now)
    .returning('seq')
    .execute();
  await removeShares(tx, ended);
  return ended.length > 0;
}
