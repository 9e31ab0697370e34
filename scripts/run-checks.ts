import { rm } from 'node:fs/promises';
import type { Check } from './checks/check.ts';
import { dependenciesCheck } from './checks/dependencies.ts';
import { forbiddenCodeCheck } from './checks/forbidden-code.ts';
import { freshBuild } from './checks/fresh-build.ts';
import { importRulesCheck } from './checks/import-rules.ts';
import { manifestCheck } from './checks/manifest.ts';
import { reproducibleZipsCheck } from './checks/reproducible-zips.ts';
import { sizeBudgetsCheck } from './checks/size-budgets.ts';
import { toolChecks } from './checks/tool-checks.ts';

const checks: Check[] = [
  ...toolChecks,
  importRulesCheck,
  dependenciesCheck,
  manifestCheck,
  sizeBudgetsCheck,
  forbiddenCodeCheck,
  reproducibleZipsCheck,
];

/** Runs every check, prints a line each and what is wrong under it, and counts. */
export async function runChecks(): Promise<{ passed: number; failed: number }> {
  let failed = 0;
  for (const { name, run } of checks) {
    const start = performance.now();
    const problems = await run().catch((error: unknown) => [
      error instanceof Error ? error.message : String(error),
    ]);
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    console.log(`${problems.length === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)`);
    for (const problem of problems) console.log(problem.replace(/^/gm, '         '));
    if (problems.length > 0) failed += 1;
  }
  await freshBuild().then(
    (folder) => rm(folder, { recursive: true, force: true }),
    () => {},
  );
  return { passed: checks.length - failed, failed };
}
