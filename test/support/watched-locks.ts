import type { Locks } from '../../lib/platform/locks.ts';

export interface WatchedLocksOptions {
  /** The lock that is watched; the others are as they were. */
  name: string;
  /** Milliseconds that one holder may keep it while somebody waits. */
  ms: number;
  /** Told of each wait that was given up, beside whoever waited: one who throws it away would hide it. */
  failed: (error: Error) => void;
}

/** So often is looked who holds it, so that a machine that stood still counts as one look and not as its time. */
const LOOKS = 10;

/**
 * Locks of which one is given up waiting for: where the same holder kept it for `ms`, the wait fails with an error that
 * says where the holder asked for it. A change that waits for another inside itself is a failure then, and not a hang.
 */
export function watchedLocks(locks: Locks, { name: watched, ms, failed }: WatchedLocksOptions): Locks {
  /** Where the holder asked for it. */
  let holder: Error | null = null;

  async function hold<T>(asked: Error, work: () => Promise<T>): Promise<T> {
    holder = asked;
    try {
      return await work();
    } finally {
      holder = null;
    }
  }

  return {
    run<T>(name: string, work: () => Promise<T>): Promise<T> {
      if (name !== watched) return locks.run(name, work);
      const asked = new Error(`asked for the lock ${name}`);
      return new Promise<T>((resolve, reject) => {
        let isGivenUp = false;
        let seen = holder;
        let looks = 0;
        const timer = setInterval(() => {
          looks = holder === seen ? looks + 1 : 0;
          seen = holder;
          if (looks < LOOKS || holder === null) return;
          clearInterval(timer);
          isGivenUp = true;
          const error = stuck(name, ms, holder, asked);
          failed(error);
          reject(error);
        }, ms / LOOKS);
        timer.unref();
        const begin = async () => {
          clearInterval(timer);
          // Whoever asked was told that it never will.
          if (isGivenUp) throw new Error('given up');
          return hold(asked, work);
        };
        locks.run(name, begin).then(resolve, reject);
      });
    },
    runIfFree(name, work) {
      const asked = new Error(`asked for the lock ${name}`);
      return locks.runIfFree(name, () => (name === watched ? hold(asked, work) : work()));
    },
  };
}

function stuck(name: string, ms: number, holder: Error, asked: Error): Error {
  const error = new Error(`the lock ${name} was not free within ${ms} ms; its holder ${stackOf(holder)}`);
  error.stack = `${error.message}\nand whoever waits ${stackOf(asked)}`;
  return error;
}

function stackOf({ message, stack = '' }: Error): string {
  return `${message} here:\n${stack.split('\n').slice(2).join('\n')}`;
}
