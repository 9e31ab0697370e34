import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Builds the probe extension into a folder of its own; `remove` deletes it. */
export async function builtProbe(
  browser: 'chrome' | 'firefox',
): Promise<{ folder: string; remove(): Promise<void> }> {
  const out = await mkdtemp(join(tmpdir(), 'companion-probe-'));
  const { VITEST: _vitest, NODE_ENV: _nodeEnv, ...env } = process.env;
  await new Promise<void>((resolve, reject) => {
    const script = join(import.meta.dirname, 'build-probe.ts');
    const child = spawn(process.execPath, [script, browser, out], {
      env,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    child.on('error', reject);
    child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error('The probe was not built.'))));
  });
  return { folder: join(out, `${browser}-mv3`), remove: () => rm(out, { recursive: true, force: true }) };
}
