/**
 * Epochs: a master key is handed out (as keys of single addresses) for a time, and destroyed as soon as that is over and
 * no unfinished row names it. What was held under it then opens for nobody any more (B-03, B-22).
 */
import { HELD_LIMITS } from '../../../lib/protocol/wire.ts';
import type { Database, Tx } from '../database/schema.ts';

/** An epoch whose master is still there. */
export interface Epoch {
  id: string;
  secretMaster: Uint8Array;
}

// An answer is good for a minute by the sender's clock, which may be a little off.
const GRACE_SECONDS = HELD_LIMITS.resolutionAge * 2;

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

/** Adds an epoch, whose keys are handed out until a time. */
export async function insertEpoch(
  tx: Tx,
  epoch: { id: string; secretMaster: Uint8Array; now: number; handedUntil: number },
): Promise<void> {
  await tx
    .insertInto('held_epochs')
    .values({
      id: epoch.id,
      master: epoch.secretMaster,
      opened_at: epoch.now,
      handed_until: epoch.handedUntil,
      destroyed_at: null,
    })
    .execute();
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
