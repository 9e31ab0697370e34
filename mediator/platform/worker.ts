import type { Log } from './log.ts';

/** Something that goes on in the background of a mediator. */
export interface Worker {
  /** Lets the round that runs end, and starts no other. */
  stop(): Promise<void>;
}

const MIN_BACKOFF_MS = 500;
const MAX_BACKOFF_MS = 30_000;

/**
 * Runs `round` again and again, each time after as many milliseconds as the one before told; after an error, which is
 * logged once until something succeeds, later and later. Rounds never overlap.
 */
export function startWorker({ name, log }: { name: string; log: Log }, round: () => Promise<number>): Worker {
  let stopped = false;
  let failures = 0;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();

  async function run(): Promise<void> {
    let wait: number;
    try {
      wait = await round();
      if (failures > 0) log.info({ worker: name }, 'works again');
      failures = 0;
    } catch (error) {
      if (stopped) return;
      wait = Math.min(MIN_BACKOFF_MS * 2 ** failures, MAX_BACKOFF_MS);
      if (failures === 0) log.warn({ worker: name, reason: reasonOf(error) }, 'cannot go on, will try again');
      failures++;
    }
    if (!stopped) schedule(wait);
  }

  function schedule(wait: number): void {
    timer = setTimeout(() => {
      running = run();
    }, wait);
    timer.unref();
  }

  schedule(0);
  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}

// The first line alone: a chain's errors repeat the whole request, and URLs may hold a key of the provider.
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const short = (error as { shortMessage?: unknown }).shortMessage;
  const text = typeof short === 'string' ? short : error.message;
  return (text.split('\n')[0] ?? '').replace(/https?:\/\/\S+/g, '<url>').slice(0, 200);
}
