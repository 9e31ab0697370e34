/** `npm test`: every check and every test, summed up in one last line; exit code 1 when anything failed. */

import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from './build-extension.ts';
import { runChecks } from './run-checks.ts';
import { summarizeReport, type VitestReport } from './summarize-report.ts';

/** In-process tests first and together; then each kind of browser test by itself, since one uses the machine. */
const runs = [['unit', 'vectors', 'integration'], ['runtime'], ['chromium'], ['firefox'], ['reliability']];

async function runProjects(
  projects: string[],
  reportFile: string,
): Promise<ReturnType<typeof summarizeReport>> {
  console.log(`\n── ${projects.join(', ')}`);
  const code = await new Promise<number>((resolve, reject) => {
    const child = spawn(
      process.execPath,
      [
        join(projectRoot, 'node_modules/vitest/vitest.mjs'),
        'run',
        ...projects.map((name) => `--project=${name}`),
        '--passWithNoTests',
        '--reporter=default',
        '--reporter=json',
        `--outputFile.json=${reportFile}`,
      ],
      { cwd: projectRoot, stdio: ['ignore', 'inherit', 'inherit'] },
    );
    child.on('error', reject);
    child.on('exit', (exitCode) => resolve(exitCode ?? 1));
  });
  const report = await readFile(reportFile, 'utf8').then(
    (text) => JSON.parse(text) as VitestReport,
    () => undefined,
  );
  return summarizeReport(report, code);
}

const folder = await mkdtemp(join(tmpdir(), 'companion-test-'));
const total = { ...(await runChecks()), skipped: 0 };
const failures: string[] = [];
for (const [index, projects] of runs.entries()) {
  const sum = await runProjects(projects, join(folder, `${index}.json`));
  total.passed += sum.passed;
  total.failed += sum.failed;
  total.skipped += sum.skipped;
  failures.push(...sum.failures);
}
await rm(folder, { recursive: true, force: true });

if (failures.length > 0) console.log(`\nfailed:\n${failures.map((name) => `  ${name}`).join('\n')}`);
const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1;
console.log(`\n${total.passed} passed, ${total.failed} failed${skipped}`);
