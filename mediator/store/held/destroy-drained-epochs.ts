import { HELD_LIMITS } from '../../../lib/protocol/wire.ts';
import type { Tx } from '../database/schema.ts';

// An answer is good for a minute by the sender's clock, which may be a little off.
const GRACE_SECONDS = HELD_LIMITS.resolutionAge * 2;

/** Destroys the masters of drained epochs that are not handed out any more; gives how many. */
export async function destroyDrainedEpochs(tx: Tx, now: number): Promise<number> {
  const rows = await tx
    .updateTable('held_epochs')
    .set({ master: null, destroyed_at: now })
    .where('master', 'is not', null)
    .where('handed_until', '<', now - GRACE_SECONDS)
    .where((e) =>
      e.not(
        e.exists(
          e
            .selectFrom('held_shares')
            .select('message')
            .whereRef('held_shares.epoch_id', '=', 'held_epochs.id'),
        ),
      ),
    )
    .returning('id')
    .execute();
  return rows.length;
}
