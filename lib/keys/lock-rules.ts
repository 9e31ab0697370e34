import type { LockAfter } from '../api/popup/popup-rpc.ts';

/** Why the companion locked, for the log and the popup. */
export type LockReason =
  | 'person'
  | 'idle'
  | 'absolute'
  | 'clock'
  | 'system'
  | 'browser-start'
  | 'erased'
  | 'damaged';

/** What a running session says about its own end. Times are milliseconds of the wall clock. */
export interface SessionTimes {
  unlockedAt: number;
  lastActivityAt: number;
  /** The latest time ever seen while unlocked: a clock before it was set back. */
  maxSeenAt: number;
  lockAfter: LockAfter;
}

export const DEFAULT_LOCK_AFTER: LockAfter = '15m';

const MINUTE = 60_000;
const IDLE: Record<LockAfter, number | null> = {
  '1m': MINUTE,
  '5m': 5 * MINUTE,
  '15m': 15 * MINUTE,
  '30m': 30 * MINUTE,
  '1h': 60 * MINUTE,
  '4h': 240 * MINUTE,
  'browser-close': null,
  never: null,
};
const ABSOLUTE = 24 * 60 * MINUTE;
/** How far time servers may turn a clock back without a lock. */
const CLOCK_TOLERANCE = 5_000;

/** Whether `value` is one of the settings. */
export function isLockAfter(value: unknown): value is LockAfter {
  return typeof value === 'string' && Object.hasOwn(IDLE, value);
}

/** When the session ends by itself, null for never: idleness, and 24 hours after the unlock whatever happens (but for `never`). */
export function lockTime({ unlockedAt, lastActivityAt, lockAfter }: SessionTimes): number | null {
  if (lockAfter === 'never') return null;
  const idle = IDLE[lockAfter];
  const absolute = unlockedAt + ABSOLUTE;
  return idle === null ? absolute : Math.min(absolute, lastActivityAt + idle);
}

/**
 * Why the session must end now, null when it may go on. A clock that was set back locks rather than extends, since the
 * time that really went by is unknown (security.md L-30).
 */
export function lockDue(times: SessionTimes, now: number): LockReason | null {
  if (now < times.maxSeenAt - CLOCK_TOLERANCE) return 'clock';
  const at = lockTime(times);
  if (at === null || now < at) return null;
  return at === times.unlockedAt + ABSOLUTE ? 'absolute' : 'idle';
}
