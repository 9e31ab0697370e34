import type { Check } from './checks/check.ts';
import { discardFreshBuild } from './checks/fresh-build.ts';

/** Runs checks one after the other, prints a line each and what is wrong under it, and counts. */
export async function runChecks(checks: readonly Check[]): Promise<{ passed: number; failed: number }> {
  let failed = 0;
  for (const { name, run, summary } of checks) {
    const start = performance.now();
    const problems = await run().catch((error: unknown) => [
      error instanceof Error ? error.message : String(error),
    ]);
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    console.log(`${problems.length === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)`);
    if (summary !== undefined) console.log(`         ${summary()}`);
    for (const problem of problems) console.log(problem.replace(/^/gm, '         '));
    if (problems.length > 0) failed += 1;
  }
  await discardFreshBuild();
  return { passed: checks.length - failed, failed };
}
