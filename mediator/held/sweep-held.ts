import type { MediatorContext } from '../context/mediator-context.ts';
import { truncateLog } from '../store/database/truncate-log.ts';
import { closeAllReplacedBindings } from '../store/held/close-all-replaced-bindings.ts';
import { destroyDrainedEpochs } from '../store/held/destroy-drained-epochs.ts';
import { endOverdueHeld } from '../store/held/end-overdue-held.ts';
import { removeEndedHeld } from '../store/held/remove-ended-held.ts';
import { removeOldBindingNonces } from '../store/held/remove-old-binding-nonces.ts';
import { wereRecordsDeleted } from '../store/held/were-records-deleted.ts';

const CHUNK = 500;

/**
 * What time does to what is held, a chunk a transaction so that commands never wait long: changed bindings take effect,
 * messages expire or stay unfinished, drained epochs lose their master. Run again it does nothing more.
 * Gives how many milliseconds to wait for the next time.
 */
export async function sweepHeld({
  db,
  store,
  limits,
  clock,
}: Pick<MediatorContext, 'db' | 'store' | 'limits' | 'clock'>): Promise<number> {
  const now = Math.floor(clock() / 1000);
  await store.change(async (tx) => {
    await closeAllReplacedBindings(tx, now);
    await removeOldBindingNonces(tx, now - limits.binding_nonce_seconds - 1);
  });
  const due = {
    now,
    notReencryptedSeconds: limits.not_reencrypted_seconds,
    unconfirmedSeconds: limits.unconfirmed_seconds,
    chunk: CHUNK,
  };
  while ((await store.change((tx) => endOverdueHeld(tx, due))) > 0);
  while ((await store.change((tx) => removeEndedHeld(tx, now - limits.held_ended_seconds, CHUNK))) > 0);
  const destroyed = await store.change((tx) => destroyDrainedEpochs(tx, now));
  const since = now - 2 * Math.ceil(limits.held_sweep_ms / 1000);
  // The log still has the pages as they were; deleted keys and records must not be found there.
  if (destroyed > 0 || (await wereRecordsDeleted(db, since))) await truncateLog(db);
  return limits.held_sweep_ms;
}
