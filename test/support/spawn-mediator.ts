import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from '../../scripts/build-extension.ts';
import { waitUntil } from './wait-until.ts';

export interface SpawnOptions {
  port: number;
  dataDir: string;
  /** Where others reach it, when that is not its own port (a proxy in front). */
  publicUrl?: string;
  logLevel?: string;
}

/** A mediator in a process of its own, as `npm run mediator` starts it. */
export interface SpawnedMediator {
  readonly did: string;
  readonly url: string;
  readonly dataDir: string;
  readonly process: ChildProcess;
  /** All it wrote so far to standard output and standard error. */
  log(): string;
  /** Ends it as an operator would, and returns when it is gone. */
  stop(): Promise<void>;
  /** Ends it as a power cut would. */
  kill(): Promise<void>;
}

/** Starts `mediator/main.ts`; resolves when it printed its DID and URL. Throws with its log when it ends instead. */
export async function spawnMediator(options: SpawnOptions): Promise<SpawnedMediator> {
  await mkdir(options.dataDir, { recursive: true });
  const child = spawn(process.execPath, [join(projectRoot, 'mediator/main.ts')], {
    cwd: projectRoot,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env.PATH,
      HOST: '127.0.0.1',
      PORT: String(options.port),
      DATA_DIR: options.dataDir,
      PUBLIC_URL: options.publicUrl ?? '',
      LOG_LEVEL: options.logLevel ?? 'debug',
    },
    // A group of its own: Ctrl-C in the terminal must not end it before the browsers.
    detached: true,
  });
  let output = '';
  const collect = (chunk: Buffer) => {
    output += chunk.toString();
  };
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  const exited = new Promise<void>((resolve) => child.on('exit', () => resolve()));
  const line = (name: string) => new RegExp(`^mediator ${name}: (\\S+)$`, 'm').exec(output)?.[1];
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    await exited;
  };
  const [did, url] = await waitUntil('the mediator to start', () => {
    if (child.exitCode !== null) return [];
    const [foundDid, foundUrl] = [line('did'), line('url')];
    return foundDid && foundUrl ? [foundDid, foundUrl] : undefined;
  });
  if (!did || !url) throw new Error(`The mediator ended with code ${child.exitCode}:\n${output}`);
  return {
    did,
    url,
    dataDir: options.dataDir,
    process: child,
    log: () => output,
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  };
}
