/** Tells the wall-clock time, so that tests can move it. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
}

/** The device's own clock. It may jump in both directions (security.md L-21, L-30). */
export const systemClock: Clock = { now: () => Date.now() };
