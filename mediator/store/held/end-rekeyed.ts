import type { Tx } from '../database/schema.ts';

/** REKEYED → an end, by the sender or by time. False when it was not REKEYED. */
export async function endRekeyed(
  tx: Tx,
  seq: number,
  now: number,
  state: 'CONFIRMED' | 'DISPUTED',
): Promise<boolean> {
  const changed = await tx
    .updateTable('held_messages')
    .set({ state, changed_at: now })
    .where('seq', '=', seq)
    .where('state', '=', 'REKEYED')
    .returning('seq')
    .execute();
  return changed.length > 0;
}
