import { describe, expect, it } from 'vitest';
import { allCases } from './all-cases.ts';
import { expectResults } from './expect-results.ts';
import { runCases } from './run-cases.ts';

describe('verdict tables in Node', () => {
  it('T-66 T-67 T-70 gives every row its verdict', async () => {
    const cases = allCases();
    await expectResults(cases, await runCases(cases));
    expect(cases.signatures.filter(({ valid }) => valid).length).toBeGreaterThan(10);
  });
});
