import type { Tx } from '../database/schema.ts';
import type { HeldRow } from './held-row.ts';

/** What REKEYED leaves behind. */
export type Rekeyed = Pick<
  HeldRow,
  'receipt' | 'receipt_signature' | 'deletion_receipt' | 'deletion_signature'
> & {
  new_record: string;
};

/** REWRAPPED → REKEYED: the new record takes the place of the old one and of every share. False when it was not REWRAPPED. */
export async function rekeyHeld(tx: Tx, seq: number, now: number, rekeyed: Rekeyed): Promise<boolean> {
  const changed = await tx
    .updateTable('held_messages')
    .set({ state: 'REKEYED', changed_at: now, record: null, ...rekeyed })
    .where('seq', '=', seq)
    .where('state', '=', 'REWRAPPED')
    .returning('seq')
    .execute();
  if (changed.length === 0) return false;
  await tx.deleteFrom('held_shares').where('message', '=', seq).execute();
  return true;
}
