import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isShallow } from '../../../../mediator/dispatch/is-shallow.ts';

function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}

describe('isShallow', () => {
  it('agrees with the depth of any JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), fc.integer({ min: 0, max: 7 }), (value, depth) => {
        expect(isShallow(JSON.stringify(value), depth)).toBe(depthOf(value) <= depth);
      }),
    );
  });

  it('does not count brackets inside strings, whatever is escaped there', () => {
    for (const text of ['[[', '"[[', '\\"[[', '\\\\', '\\', '"']) {
      expect(isShallow(JSON.stringify([text, text, '[[[']), 1)).toBe(true);
    }
  });

  it('T-51 decides a million brackets, or quotes, in no time', () => {
    const start = performance.now();
    expect(isShallow('['.repeat(1_000_000), 32)).toBe(false);
    expect(isShallow('[]'.repeat(500_000), 32)).toBe(true);
    expect(isShallow('"\\"'.repeat(300_000), 32)).toBe(true);
    expect(performance.now() - start).toBeLessThan(500);
  });

  it('does not fail on what is no JSON', () => {
    fc.assert(fc.property(fc.string(), (text) => typeof isShallow(text, 3) === 'boolean'));
  });
});
