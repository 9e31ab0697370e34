import type { Clock } from '../../../../lib/platform/clock.ts';
import type { Timers } from '../../../../lib/platform/timers.ts';

interface Waiting {
  at: number;
  work: () => void;
}

/** A clock and timers that move only by `advance`. */
export interface ManualTime {
  clock: Clock;
  timers: Timers;
  /** Moves on by `ms`, running what falls due in order and letting promises settle in between. */
  advance(ms: number): Promise<void>;
  /** Sets the wall clock without running anything, as a person or a sleeping device does. */
  jump(ms: number): void;
  pending(): number;
}

export function manualTime(start = 1_700_000_000_000): ManualTime {
  let now = start;
  let handles = 0;
  const waiting = new Map<number, Waiting>();
  return {
    clock: { now: () => now },
    timers: {
      setTimeout(work, ms) {
        handles += 1;
        waiting.set(handles, { at: now + ms, work });
        return handles;
      },
      clearTimeout: (handle) => void waiting.delete(handle as number),
    },
    async advance(ms) {
      const end = now + ms;
      for (;;) {
        await settle();
        const next = [...waiting].filter(([, { at }]) => at <= end).sort(([, a], [, b]) => a.at - b.at)[0];
        if (next === undefined) break;
        waiting.delete(next[0]);
        now = Math.max(now, next[1].at);
        next[1].work();
      }
      now = end;
      await settle();
    },
    jump(ms) {
      now += ms;
    },
    pending: () => waiting.size,
  };
}

/** Lets promises and fake-indexeddb, which runs on immediates, come to rest. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 30; turn++) await new Promise<void>((resolve) => setImmediate(resolve));
}
