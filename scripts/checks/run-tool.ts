import { spawn } from 'node:child_process';
import { projectRoot } from '../build-extension.ts';

/** Runs a script under this Node, in this checkout unless told; resolves with its exit code and all it said. */
export function runTool(
  script: string,
  args: string[],
  cwd = projectRoot,
): Promise<{ code: number; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, ...args], {
      cwd,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NO_COLOR: '1' },
    });
    let output = '';
    const collect = (chunk: Buffer) => {
      output += chunk.toString();
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? 1, output: output.trim() }));
  });
}
