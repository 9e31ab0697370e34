import { CompiledQuery } from 'kysely';
import { onConnection, runQuery } from './prepare-query.ts';
import type { Database, Tx } from './schema.ts';

/** How commands and workers write into a mediator's database. */
export interface GroupCommit {
  /** Announces a change that will probably come; the group waits for it a little. Call what it gives when it came, or will not. */
  announce(): () => void;
  /**
   * Runs `work` in a transaction, all or nothing: when it throws, only its own writes are undone. Settles once they are
   * durable; rejects with what `work` threw, or with the store's error. `first`, a single statement, runs before it and stays
   * even when `work` throws: the burning of a nonce. When `first` throws, `work` does not run.
   */
  change<T>(work: (tx: Tx) => Promise<T>, first?: (tx: Tx) => Promise<void>): Promise<T>;
  /** Finishes what is waiting; a change that comes later is refused. */
  close(): Promise<void>;
}

interface Job {
  work(tx: Tx): Promise<unknown>;
  first?: ((tx: Tx) => Promise<void>) | undefined;
  settle(outcome: Outcome): void;
}
type Outcome = { ok: true; value: unknown } | { ok: false; error: unknown };

const SAVEPOINT = CompiledQuery.raw('savepoint command');
const RELEASE = CompiledQuery.raw('release savepoint command');
const ROLLBACK = CompiledQuery.raw('rollback to savepoint command');

/**
 * Many commands, one fsync, each answered after it (performance.md P7).
 *
 * Invariant: nobody is answered SUCCESS before the transaction with the effect is on the disk, and a command that
 * fails leaves nothing behind but its burnt nonce. Everything waiting when the previous group ends goes into the
 * next one, so groups grow with load. A group also waits, at most `maxWaitMs`, for commands whose signatures are just being
 * verified on other threads: an fsync costs more than that. A lone command waits for nobody.
 */
export function createGroupCommit(db: Database, maxGroup = 256, maxWaitMs = 3): GroupCommit {
  let waiting: Job[] = [];
  let announced = 0;
  let onAllArrived: (() => void) | null = null;
  let draining: Promise<void> | null = null;
  let closed = false;

  async function runJob(tx: Tx, { work, first }: Job): Promise<Outcome> {
    try {
      await first?.(tx);
      await runQuery(tx, SAVEPOINT);
    } catch (error) {
      return { ok: false, error };
    }
    try {
      const value = await work(tx);
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
      if (announced > 0 && waiting.length < maxGroup) await untilAllArrived();
      const group = waiting.slice(0, maxGroup);
      waiting = waiting.slice(maxGroup);
      await runGroup(group);
    }
    draining = null;
  }

  async function untilAllArrived(): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, maxWaitMs);
      onAllArrived = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    onAllArrived = null;
  }

  return {
    announce() {
      announced++;
      let open = true;
      return () => {
        if (!open) return;
        open = false;
        announced--;
        if (announced === 0) onAllArrived?.();
      };
    },
    change<T>(work: (tx: Tx) => Promise<T>, first?: (tx: Tx) => Promise<void>): Promise<T> {
      if (closed) return Promise.reject(new Error('the store is closed'));
      return new Promise<T>((resolve, reject) => {
        waiting.push({
          work,
          first,
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
