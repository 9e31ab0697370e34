import type { Check } from './checks/check.ts';
import { runChecks } from './run-checks.ts';
import { runProjects } from './run-projects.ts';

/** Runs of vitest projects, one after the other; those named together run together. */
export interface Plan {
  checks: readonly Check[];
  runs: readonly (readonly string[])[];
}

/** Runs checks and tests and sums them up in one last line; the exit code of this process is 1 when anything failed. */
export async function runEverything({ checks, runs }: Plan): Promise<void> {
  const started = performance.now();
  const total = { ...(await runChecks(checks)), skipped: 0 };
  const failures: string[] = [];
  for (const projects of runs) {
    const sum = await runProjects(projects);
    total.passed += sum.passed;
    total.failed += sum.failed;
    total.skipped += sum.skipped;
    failures.push(...sum.failures);
  }
  if (failures.length > 0) console.log(`\nfailed:\n${failures.map((name) => `  ${name}`).join('\n')}`);
  const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
  process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1;
  console.log(`\n${((performance.now() - started) / 60_000).toFixed(1)} minutes`);
  console.log(`${total.passed} passed, ${total.failed} failed${skipped}`);
}
