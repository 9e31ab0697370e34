/** The first wait before a repetition (security.md *Limits*). It doubles, half of it random. */
const FIRST_MS = 1_000;
/**
 * The longest wait after an answer that said "later" (security.md *Limits*). Never less than the mediator asks, of
 * which an hour is believed.
 */
export const LONGEST_WAIT_MS = 5 * 60_000;
/**
 * The longest wait after no answer (security.md *Limits*). A healed network has to deliver within a minute
 * (`security.md` *Bad network*).
 */
export const LONGEST_OFFLINE_WAIT_MS = 45_000;

/**
 * Milliseconds to wait before try number `attempts` + 1 (`attempts` ≥ 1 have failed): doubling from one second up to
 * `longest`, of which the upper half is random, and never less than what the mediator asked for (at most one hour).
 */
export function backoffMs(
  attempts: number,
  longest: number,
  retryAfterMs: number | null,
  random: () => number,
): number {
  const full = Math.min(longest, FIRST_MS * 2 ** Math.min(attempts - 1, 20));
  const wait = full / 2 + (full / 2) * random();
  return Math.round(Math.max(wait, Math.min(retryAfterMs ?? 0, 3_600_000)));
}
