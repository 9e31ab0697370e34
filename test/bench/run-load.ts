import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { LoadJob, LoadResult } from './load.ts';

/** Runs one load job in a process of its own, so that the generator never shares an event loop with what it measures. */
export async function runLoad(job: LoadJob): Promise<LoadResult> {
  const child = spawn(process.execPath, [new URL('./load.ts', import.meta.url).pathname], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdin.end(JSON.stringify(job));
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`the load generator ended with ${String(code)}`);
  return JSON.parse(Buffer.concat(chunks).toString('utf8')) as LoadResult;
}
