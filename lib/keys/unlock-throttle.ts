import { LimitError } from '../errors/errors.ts';
import type { Clock } from '../platform/clock.ts';
import type { LocalArea } from '../platform/local-area.ts';

interface ThrottleRecord {
  failures: number;
  lastAt: number;
}

const KEY = 'unlockThrottle';
const FREE = 5;
const LONGEST = 300;

/** Milliseconds to wait after so many failures: nothing for the first five, then 1, 2, 4 … 300 s. */
export function throttleDelay(failures: number): number {
  return failures <= FREE ? 0 : Math.min(LONGEST, 2 ** (failures - FREE - 1)) * 1000;
}

/** Slows guessing of the password down, also over the death of the worker (security.md T-35). */
export interface UnlockThrottle {
  /** Earliest time of the next try, null when at once. */
  notBefore(): Promise<number | null>;
  /** Counts a try as failed before it is made, so that killing the worker during it gains nothing. Throws LimitError when it is too early. Gives the wait in milliseconds that follows if it does fail. */
  begin(): Promise<number>;
  /** The password was right. */
  succeed(): Promise<void>;
}

/** Makes the throttle over the local area. */
export function createUnlockThrottle({ local, clock }: { local: LocalArea; clock: Clock }): UnlockThrottle {
  async function read(): Promise<ThrottleRecord> {
    if (unwritten !== null) return unwritten;
    const record = await local.get<ThrottleRecord>(KEY).catch(() => undefined);
    const valid = Number.isSafeInteger(record?.failures) && Number.isFinite(record?.lastAt);
    return valid && record !== undefined ? record : { failures: 0, lastAt: 0 };
  }

  // A disk that refuses to be written must not keep the person out; guessing is then slowed by this worker alone.
  let unwritten: ThrottleRecord | null = null;
  async function write(record: ThrottleRecord): Promise<void> {
    unwritten = await local.set(KEY, record).then(
      () => null,
      () => record,
    );
  }

  async function notBefore(): Promise<number | null> {
    const { failures, lastAt } = await read();
    const delay = throttleDelay(failures);
    const now = clock.now();
    if (delay === 0) return null;
    if (lastAt > now) {
      // The clock was set back: wait from now on, or a failure dated next year would lock the person out until then.
      await write({ failures, lastAt: now });
      return now + delay;
    }
    return lastAt + delay <= now ? null : lastAt + delay;
  }

  return {
    notBefore,
    async begin() {
      const until = await notBefore();
      const now = clock.now();
      if (until !== null) throw new LimitError('Too many wrong passwords. Wait a little.', until - now);
      const failures = (await read()).failures + 1;
      await write({ failures, lastAt: now });
      return throttleDelay(failures);
    },
    async succeed() {
      unwritten = null;
      await local.remove(KEY).catch(() => undefined);
    },
  };
}
