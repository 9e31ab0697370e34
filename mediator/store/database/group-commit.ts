import { CompiledQuery } from 'kysely';
import { onConnection, runQuery } from './prepare-query.ts';
import type { Database, Tx } from './schema.ts';

/** One command's share of a group. */
export interface Work<T> {
  /** Runs first and stays even when `effect` is refused: the burning of the nonce. A single statement. */
  keep?(tx: Tx): Promise<void>;
  /** All or nothing: when it throws, only its own writes are undone. */
  effect(tx: Tx): Promise<T>;
}

export interface GroupCommit {
  /** Announces work that will probably come; the group waits for it a little. Call what it gives when it came, or will not. */
  announce(): () => void;
  /** Settles after the group with this work is durable; rejects with what the work threw, or with the store's error. */
  run<T>(work: Work<T>): Promise<T>;
  /** Finishes what is waiting; work that comes later is refused. */
  close(): Promise<void>;
}

interface Job {
  readonly work: Work<unknown>;
  settle(outcome: Outcome): void;
}
type Outcome = { ok: true; value: unknown } | { ok: false; error: unknown };

const SAVEPOINT = CompiledQuery.raw('savepoint command');
const RELEASE = CompiledQuery.raw('release savepoint command');
const ROLLBACK = CompiledQuery.raw('rollback to savepoint command');

/**
 * Many commands, one fsync, each answered after it (performance.md P7).
 *
 * Invariant: nobody hears SUCCESS before the transaction with the effect is on the disk, and a command that
 * fails leaves nothing behind but its burnt nonce. Everything waiting when the previous group ends goes into the
 * next one, so groups grow with load. A group also waits, at most `patienceMs`, for commands whose signatures are just being
 * verified on other threads: an fsync costs more than that. A lone command waits for nobody.
 */
export function createGroupCommit(db: Database, maxGroup = 256, patienceMs = 3): GroupCommit {
  let waiting: Job[] = [];
  let announced = 0;
  let onQuiet: (() => void) | null = null;
  let draining: Promise<void> | null = null;
  let closed = false;

  async function runJob(tx: Tx, { work }: Job): Promise<Outcome> {
    try {
      await work.keep?.(tx);
      await runQuery(tx, SAVEPOINT);
    } catch (error) {
      return { ok: false, error };
    }
    try {
      const value = await work.effect(tx);
      await runQuery(tx, RELEASE);
      return { ok: true, value };
    } catch (error) {
      await runQuery(tx, ROLLBACK);
      await runQuery(tx, RELEASE);
      return { ok: false, error };
    }
  }

  async function runGroup(jobs: Job[]): Promise<void> {
    try {
      const outcomes = await db.transaction().execute(async (tx) => {
        const results: Outcome[] = [];
        await onConnection(tx, async () => {
          for (const job of jobs) results.push(await runJob(tx, job));
        });
        return results;
      });
      jobs.forEach((job, at) => {
        job.settle(outcomes[at] as Outcome);
      });
    } catch (error) {
      for (const job of jobs) job.settle({ ok: false, error });
    }
  }

  async function drain(): Promise<void> {
    while (waiting.length > 0) {
      // After the poll phase, so that every request that arrived together is announced.
      await new Promise((resolve) => setImmediate(resolve));
      if (announced > 0 && waiting.length < maxGroup) await quiet();
      const group = waiting.slice(0, maxGroup);
      waiting = waiting.slice(maxGroup);
      await runGroup(group);
    }
    draining = null;
  }

  async function quiet(): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, patienceMs);
      onQuiet = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    onQuiet = null;
  }

  return {
    announce() {
      announced++;
      let open = true;
      return () => {
        if (!open) return;
        open = false;
        announced--;
        if (announced === 0) onQuiet?.();
      };
    },
    run<T>(work: Work<T>): Promise<T> {
      if (closed) return Promise.reject(new Error('the store is closed'));
      return new Promise<T>((resolve, reject) => {
        waiting.push({
          work,
          settle: (outcome) => (outcome.ok ? resolve(outcome.value as T) : reject(outcome.error)),
        });
        draining ??= drain();
      });
    },
    async close() {
      closed = true;
      await draining;
    },
  };
}
