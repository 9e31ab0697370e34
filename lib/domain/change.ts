import type { Domain } from './domain.ts';
import type { Tx } from './tx.ts';

/**
 * Changes the domain: runs `work` alone under the domain's lock, then writes everything it put, removed, sent and appended
 * in one durable transaction, then runs its effects (`security.md` L-02 to L-05, L-13, L-14). Gives what `work` gives.
 *
 * `work` reads again what was read before the lock was held, compares, and then decides; network and costly cryptography
 * come before. Wakes the outbox when something was sent, unless `quiet`: then whoever calls says when it is time to.
 * Not reentrant: a function takes the domain and changes it, or takes the `Tx` of its caller. Rejects with what `work`
 * throws, StorageError when the disk refuses, LockedError; then nothing was written.
 */
export function change<T>(
  domain: Pick<Domain, 'transact'>,
  work: (tx: Tx) => Promise<T>,
  { quiet = false }: { quiet?: boolean } = {},
): Promise<T> {
  return domain.transact(work, quiet);
}
