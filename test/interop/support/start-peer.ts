import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { PYTHON, pythonFile } from './python.ts';

/** A client of the second implementation in a process of its own, told what to do line by line (peer.py). */
export interface Peer {
  /** Does one thing; rejects with what it says went wrong. */
  tell<T>(what: string, given?: Record<string, unknown>): Promise<T>;
  stop(): Promise<void>;
}

/** Starts one; what it prints beside its answers is in the error when it ends early. */
export function startPeer(): Peer {
  if (PYTHON === undefined) throw new Error('PYTHON_PATH is not set');
  const child = spawn(PYTHON, ['-B', pythonFile('peer.py')], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH ?? '', PYTHONIOENCODING: 'utf-8' },
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  let problems = '';
  child.stderr.on('data', (chunk: Buffer) => {
    problems += chunk.toString();
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return {
    async tell<T>(what: string, given: Record<string, unknown> = {}) {
      child.stdin.write(`${JSON.stringify({ do: what, ...given })}\n`);
      const { value } = await lines.next();
      if (value === undefined) throw new Error(`the peer ended at ${what}:\n${problems}`);
      const answer = JSON.parse(value as string) as { ok: T } | { error: string };
      if ('error' in answer) throw new Error(`${what}: ${answer.error}`);
      return answer.ok;
    },
    async stop() {
      child.stdin.end();
      await ended;
    },
  };
}
