import type { Tx } from '../database/schema.ts';

/** Adds an epoch, opened at `now` and handed out until `handedUntil`, in whole seconds. */
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
