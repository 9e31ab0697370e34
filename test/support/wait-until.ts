import { setTimeout as delay } from 'node:timers/promises';

/**
 * Asks again and again until there is an answer other than undefined, null or false, and returns it.
 *
 * Throws `what` after `timeout` milliseconds, with the last error of `probe` as its cause: an error of a probe (a page
 * that navigates, a worker that died) counts as "not yet".
 */
export async function waitUntil<T>(
  what: string,
  probe: () => Promise<T | undefined | null | false> | T | undefined | null | false,
  timeout = 15_000,
): Promise<T> {
  const end = Date.now() + timeout;
  let cause: unknown;
  for (let pause = 20; ; pause = Math.min(pause * 1.5, 250)) {
    try {
      const answer = await probe();
      if (answer !== undefined && answer !== null && answer !== false) return answer;
    } catch (error) {
      cause = error;
    }
    if (Date.now() >= end) throw new Error(`Waited ${timeout} ms in vain: ${what}`, { cause });
    await delay(pause);
  }
}
