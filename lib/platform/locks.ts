/** Runs one task at a time a name, across every page and worker of the extension (security.md L-13, L-14). */
export interface Locks {
  /** Waits for the lock called `name`, runs `work`, gives its result; the lock is free again also when it throws. */
  run<T>(name: string, work: () => Promise<T>): Promise<T>;
  /** Runs `work` only if nobody holds the lock; else gives `undefined` at once. */
  runIfFree<T>(name: string, work: () => Promise<T>): Promise<T | undefined>;
}

/** Locks of the browser; they vanish with the worker that held them. Works in Node too. */
export function createLocks(locks: LockManager = navigator.locks): Locks {
  return {
    run: (name, work) => locks.request(name, work),
    runIfFree: (name, work) =>
      locks.request(name, { ifAvailable: true }, async (lock) => (lock === null ? undefined : work())),
  };
}

/** Locks that reach no further than this object: for tests with several companions in one process. */
export function createMemoryLocks(): Locks {
  const tails = new Map<string, Promise<unknown>>();
  const run = <T>(name: string, work: () => Promise<T>): Promise<T> => {
    const result = (tails.get(name) ?? Promise.resolve()).then(work);
    const tail = result
      .catch(() => undefined)
      .then(() => {
        if (tails.get(name) === tail) tails.delete(name);
      });
    tails.set(name, tail);
    return result;
  };
  return { run, runIfFree: async (name, work) => (tails.has(name) ? undefined : run(name, work)) };
}
