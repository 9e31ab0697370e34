import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { projectRoot } from '../build-extension.ts';

/** A run of a command and what it printed. */
export interface OfflineRun {
  code: number | null;
  output: string;
}

/** Node’s own permissions: files and child processes, and no network at all. */
const NO_NETWORK = '--permission --allow-fs-read=* --allow-fs-write=* --allow-child-process';

function run(args: string[]): Promise<OfflineRun> {
  const env = { ...process.env, NODE_OPTIONS: NO_NETWORK, NODE_NO_WARNINGS: '1' };
  const child = spawn(process.execPath, args, { cwd: projectRoot, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const take = (chunk: Buffer) => {
    output += chunk.toString();
  };
  child.stdout.on('data', take);
  child.stderr.on('data', take);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, output }));
  });
}

/** What `npm run verify-proof -- file` does, with the network off. */
export function verifyOffline(file: string): Promise<OfflineRun> {
  return run([join(projectRoot, 'scripts/bootstrap.mjs'), 'verify-proof', file]);
}

/** Throws unless a process that is run as `verifyOffline` runs one cannot even reach this port, which answers. */
export async function assertOffline(url: string): Promise<void> {
  const script = `fetch(process.argv[1]).then(() => console.log('reached'), ({ cause }) => console.log(cause.code))`;
  const { output } = await run(['--eval', script, url]);
  if (!output.includes('ERR_ACCESS_DENIED')) throw new Error(`The network is not off: ${output}`);
}
