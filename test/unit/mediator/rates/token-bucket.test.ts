import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTokenBuckets } from '../../../../mediator/rates/token-bucket.ts';

function clocked(perSecond: number, burst: number, capacity?: number) {
  const clock = { now: 0 };
  return { clock, buckets: createTokenBuckets({ perSecond, burst }, capacity, () => clock.now) };
}

describe('token buckets', () => {
  it('give a burst at once, then as many as the rate, with the exact wait', () => {
    const { clock, buckets } = clocked(10, 3);
    expect([1, 2, 3].map(() => buckets.take('a', 1))).toEqual([0, 0, 0]);
    expect(buckets.take('a', 1)).toBe(100);
    clock.now = 99;
    expect(buckets.take('a', 1)).toBeLessThanOrEqual(2);
    clock.now = 100.1;
    expect(buckets.take('a', 1)).toBe(0);
  });

  it('keep keys apart and take nothing when they refuse', () => {
    const { buckets } = clocked(1, 5);
    expect(buckets.take('a', 6)).toBe(1_000);
    expect(buckets.take('a', 5)).toBe(0);
    expect(buckets.take('b', 5)).toBe(0);
    expect(buckets.take('a', 1)).toBe(1_000);
  });

  it('forget the longest untouched beyond their capacity', () => {
    const { buckets } = clocked(1, 1, 2);
    for (const key of ['a', 'b', 'c']) expect(buckets.take(key, 1)).toBe(0);
    expect(buckets.take('c', 1)).toBeGreaterThan(0);
    expect(buckets.take('a', 1)).toBe(0);
  });

  it('never give more than burst plus rate times time', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 500 }), fc.integer({ min: 1, max: 4 }))),
        (steps) => {
          const { clock, buckets } = clocked(20, 8);
          let given = 0;
          for (const [pause, tokens] of steps) {
            clock.now += pause;
            if (buckets.take('a', tokens) === 0) given += tokens;
          }
          expect(given).toBeLessThanOrEqual(8 + (20 * clock.now) / 1000 + 1e-6);
        },
      ),
    );
  });
});
