import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A real mediator in a process of its own. */
export interface RunningMediator {
  did: string;
  url: string;
  port: number;
  dataDir: string;
  pid: number;
  /** Everything it wrote to standard output and error so far. */
  log(): string;
  /** SIGTERM, and waits for the end; gives the exit code. Kept: the data directory. */
  stop(): Promise<number | null>;
  /** SIGKILL, and waits for the end. */
  kill(): Promise<void>;
  /** Settles when it ended, by itself or not, with the exit code (null after a signal). */
  ended: Promise<number | null>;
}

export interface MediatorOptions {
  /** Default: a fresh one, removed when this process ends. */
  dataDir?: string;
  /** Default 0, a free one. Give the earlier port to start the same mediator again: its DID holds the port. */
  port?: number;
  /**
   * Limits in place of the mediator's own. Tests share one address, so by default that address may fail and register
   * more than 60 times a minute; `null` runs with no override at all.
   */
  limits?: Record<string, number> | null;
  env?: Record<string, string>;
  /** What to run in place of our own: a program that prints the same three lines. */
  program?: (settings: ProgramSettings) => { path: string; args: string[] };
}

/** What a mediator is told by its command line or its environment. */
export interface ProgramSettings {
  port: number;
  dataDir: string;
  limitsFile: string | null;
}

const MAIN = fileURLToPath(new URL('../../mediator/main.ts', import.meta.url));
const READY_MS = 60_000;
const STOP_MS = 10_000;
const children = new Set<ChildProcess>();
const directories = new Set<string>();

process.once('exit', () => {
  for (const child of children) child.kill('SIGKILL');
  for (const directory of directories) rmSync(directory, { recursive: true, force: true });
});

/** Starts a mediator on loopback and waits until it answers. @throws with its output when it does not come up */
export async function startMediator(options: MediatorOptions = {}): Promise<RunningMediator> {
  const dataDir = options.dataDir ?? temporaryDirectory();
  const limits = options.limits === undefined ? { unauthenticated_per_minute: 100_000 } : options.limits;
  const port = options.port ?? 0;
  const limitsFile = limits && writeLimits(limits);
  const env: Record<string, string> = {
    PATH: process.env.PATH ?? '',
    HOST: '127.0.0.1',
    PORT: String(port),
    DATA_DIR: dataDir,
    LOG_LEVEL: 'debug',
    ...(limitsFile === null ? {} : { LIMITS_FILE: limitsFile }),
    ...options.env,
  };
  const { path, args } = options.program?.({ port, dataDir, limitsFile }) ?? {
    path: process.execPath,
    args: [MAIN],
  };
  const child = spawn(path, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  children.add(child);
  let output = '';
  const ended = new Promise<number | null>((resolve) => {
    child.once('exit', (code) => {
      children.delete(child);
      resolve(code);
    });
  });
  const ready = new Promise<{ did: string; port: number; url: string }>((resolve, reject) => {
    const take = (chunk: Buffer) => {
      output += chunk.toString();
      const did = /^mediator did: (\S+)$/m.exec(output)?.[1];
      const port = /^mediator port: (\d+)$/m.exec(output)?.[1];
      const url = /^mediator url: (\S+)$/m.exec(output)?.[1];
      if (did && port && url) resolve({ did, port: Number(port), url });
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    void ended.then((code) => reject(new Error(`the mediator ended with ${code}:\n${output}`)));
    setTimeout(() => reject(new Error(`the mediator is not ready:\n${output}`)), READY_MS).unref();
  });
  return {
    ...(await ready),
    dataDir,
    pid: child.pid ?? 0,
    log: () => output,
    stop: async () => {
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
      const code = await ended;
      clearTimeout(timer);
      return code;
    },
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
    ended,
  };
}

function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'mediator-'));
  directories.add(directory);
  return directory;
}

function writeLimits(limits: Record<string, number>): string {
  const path = join(temporaryDirectory(), 'limits.json');
  writeFileSync(path, JSON.stringify(limits));
  return path;
}
