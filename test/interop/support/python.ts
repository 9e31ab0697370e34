import { spawn } from 'node:child_process';
import { join } from 'node:path';

const FOLDER = join(import.meta.dirname, '..');

/** The Python of the second implementation, found by scripts/bootstrap.mjs; undefined where there is none. */
export const PYTHON = process.env.PYTHON_PATH;

/** Path of a file of the second implementation. */
export function pythonFile(name: string): string {
  return join(FOLDER, name);
}

/** Runs a file of the second implementation to its end, at most `timeoutMs`. */
export function runPython(
  name: string,
  args: readonly string[] = [],
  timeoutMs = 170_000,
): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    if (PYTHON === undefined) return reject(new Error('PYTHON_PATH is not set'));
    const child = spawn(PYTHON, ['-B', pythonFile(name), ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: timeoutMs,
      killSignal: 'SIGKILL',
      env: { PATH: process.env.PATH ?? '', PYTHONIOENCODING: 'utf-8' },
    });
    let output = '';
    const take = (chunk: Buffer) => {
      output += chunk.toString();
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, output }));
  });
}
