import type { RewrappedShare } from '../../../lib/protocol/share.ts';
import type { Tx } from '../database/schema.ts';

/** HELD → REWRAPPED, with the share that its recipient can open. False when it is not HELD any more, or expired. */
export async function rewrapHeld(
  tx: Tx,
  step: { seq: number; bindingId: number; share: RewrappedShare; now: number },
): Promise<boolean> {
  const changed = await tx
    .updateTable('held_messages')
    .set({ state: 'REWRAPPED', binding_id: step.bindingId, changed_at: step.now })
    .where('seq', '=', step.seq)
    .where('state', '=', 'HELD')
    .where('not_after', '>', step.now)
    .returning('seq')
    .execute();
  if (changed.length === 0) return false;
  await tx
    .insertInto('held_shares')
    .values({ message: step.seq, kind: 'rewrapped', epoch_id: null, ...step.share })
    .execute();
  return true;
}
