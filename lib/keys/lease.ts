import { LockedError } from '../errors/errors.ts';

/**
 * The right to use keys until the lock. Ending it is synchronous, so nothing that was started before can yield anything
 * afterwards, however slow the browser is in removing the session (security.md T-36).
 */
export interface Lease {
  readonly alive: boolean;
  /** Throws LockedError once the lease has ended or its time is over. */
  assert(): void;
  /** Runs `work`; its result is dropped, with LockedError, when the lease ended meanwhile. */
  guard<T>(work: () => Promise<T>): Promise<T>;
  end(): void;
}

/** Starts a lease; `expired` is asked at every use and reports a deadline that no alarm has enforced yet. */
export function createLease(expired: () => boolean): Lease {
  let alive = true;
  const lease: Lease = {
    get alive() {
      return alive && !expired();
    },
    assert() {
      if (!lease.alive) throw new LockedError();
    },
    async guard(work) {
      lease.assert();
      try {
        return await work();
      } finally {
        lease.assert();
      }
    },
    end() {
      alive = false;
    },
  };
  return lease;
}
