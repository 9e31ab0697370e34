import type { Limits } from '../settings/limits.ts';
import type { GroupCommit } from '../store/database/group-commit.ts';
import type { Database } from '../store/database/schema.ts';
import { truncateLog } from '../store/database/truncate-log.ts';
import { forgetNonces } from '../store/held/binding-nonces.ts';
import { settleAll } from '../store/held/bindings.ts';
import { destroyDrainedEpochs } from '../store/held/epochs.ts';
import { endOverdue, removeEnded } from '../store/held/held-messages.ts';
import { deletedSince } from '../store/held/read-held.ts';

interface Sweepable {
  db: Database;
  store: GroupCommit;
  limits: Limits;
  /** Milliseconds. */
  clock(): number;
}

const CHUNK = 500;

/**
 * What time does to what is held, a chunk a transaction so that commands never wait long: changed bindings take effect,
 * messages expire or stay unfinished, drained epochs lose their master. Run again it does nothing more.
 * Gives how many milliseconds to wait for the next time.
 */
export async function sweepHeld({ db, store, limits, clock }: Sweepable): Promise<number> {
  const now = Math.floor(clock() / 1000);
  await store.run({
    effect: async (tx) => {
      await settleAll(tx, now);
      await forgetNonces(tx, now - limits.binding_nonce_seconds - 1);
    },
  });
  const due = {
    now,
    notReencryptedSeconds: limits.not_reencrypted_seconds,
    unconfirmedSeconds: limits.unconfirmed_seconds,
    chunk: CHUNK,
  };
  while ((await store.run({ effect: (tx) => endOverdue(tx, due) })) > 0);
  while ((await store.run({ effect: (tx) => removeEnded(tx, now - limits.held_ended_seconds, CHUNK) })) > 0);
  const destroyed = await store.run({ effect: (tx) => destroyDrainedEpochs(tx, now) });
  const since = now - 2 * Math.ceil(limits.held_sweep_ms / 1000);
  // The log still has the pages as they were; deleted keys and records must not be found there.
  if (destroyed > 0 || (await deletedSince(db, since))) await truncateLog(db);
  return limits.held_sweep_ms;
}
