import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from './build-extension.ts';
import { type Summary, summarizeReport, type VitestReport } from './summarize-report.ts';

/** Runs projects of vitest.config.ts together, with their output on this terminal, and counts what came of it. */
export async function runProjects(projects: readonly string[]): Promise<Summary> {
  const folder = await mkdtemp(join(tmpdir(), 'companion-test-'));
  const reportFile = join(folder, 'report.json');
  const started = performance.now();
  console.log(`\n── ${projects.join(', ')}`);
  const code = await new Promise<number>((resolve, reject) => {
    const child = spawn(
      process.execPath,
      [
        join(projectRoot, 'node_modules/vitest/vitest.mjs'),
        'run',
        ...projects.map((name) => `--project=${name}`),
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
  await rm(folder, { recursive: true, force: true });
  const sum = summarizeReport(report, code);
  console.log(
    `── ${projects.join(', ')}: ${sum.passed} passed, ${Math.round((performance.now() - started) / 1000)} s`,
  );
  return sum;
}
