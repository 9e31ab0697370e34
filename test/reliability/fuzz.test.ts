import { describe, expect, it } from 'vitest';
import { runFuzz, type Target } from './fuzz/run-fuzz.ts';
import { fuzzTargets } from './fuzz/targets.ts';
import { size } from './support/size.ts';

const INPUTS = size(50_000, 1_000_000);

/** Parsers that are steps of others, and rarer. */
const LESSER = Math.ceil(INPUTS / 5);

const targets = await fuzzTargets();

describe(`R-06 fuzz: ${INPUTS} inputs a parser, none uncaught, none over 100 ms`, () => {
  for (const target of targets) {
    it(target.name, async () => {
      const { uncaught, slow, accepted, refused } = await runFuzz(
        target,
        target.lesser === true ? LESSER : INPUTS,
      );
      expect(uncaught.slice(0, 10)).toEqual([]);
      expect(slow.slice(0, 10)).toEqual([]);
      expect(refused + accepted).toBe(target.lesser === true ? LESSER : INPUTS);
      // Some of the seeds come through as they are, so the parser is really looked into.
      expect(accepted).toBeGreaterThan(0);
    });
  }

  it('finds a parser that throws what it may not, and one that is slow', async () => {
    const careless: Target = {
      name: 'a careless parser',
      input: (random) =>
        random.below(50) === 0 ? 'null' : random.below(50) === 0 ? '"slow"' : '{"a":{"b":1}}',
      parse(text) {
        const value = JSON.parse(text) as { a: { b: number } };
        if ((value as unknown) === 'slow') {
          const end = performance.now() + 110;
          while (performance.now() < end);
          return 0;
        }
        return value.a.b;
      },
      refuses: () => false,
    };
    const { uncaught, slow } = await runFuzz(careless, 200, 1);
    expect(uncaught.length).toBeGreaterThan(0);
    expect(uncaught[0]).toMatch(/^SEED=\d+ TypeError/);
    expect(slow.length).toBeGreaterThan(0);
  });
});
