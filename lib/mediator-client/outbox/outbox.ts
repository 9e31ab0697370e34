/**
 * Sends what waits, and says what became of it.
 *
 * Invariant: a row leaves this disk only in the transaction that writes down what the mediator's final answer means
 * (`OutboxSink.settle`). So a worker that dies at any step repeats the step, and repeating is harmless: same bytes, same
 * ids (`protocol.md` §6.3, `security.md` L-02 to L-05, L-13). One flush at a time, held by a lock over all contexts.
 */
import type { Keyring } from '../../keys/keyring.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Locks } from '../../platform/locks.ts';
import type { Log } from '../../platform/log.ts';
import type { Timers } from '../../platform/timers.ts';
import type { Cipher } from '../../store/cipher.ts';
import type { Database } from '../../store/database.ts';
import type { SealedOutboxRow, WriteTx } from '../../store/schema.ts';
import type { CommandClient } from '../send-command.ts';
import { createOutboxIndex, type OutboxIndex, type OutboxLane } from './outbox-index.ts';
import { createOutboxLaneRunner } from './outbox-lane-runner.ts';
import type { OutboxRow } from './outbox-row.ts';
import type { OutboxSink } from './outbox-sink.ts';
import { createOutboxTable } from './outbox-table.ts';

export interface OutboxDeps {
  db: Database;
  cipher: Cipher;
  keyring: Pick<Keyring, 'identity'>;
  commands: CommandClient;
  sink: OutboxSink;
  clock: Clock;
  timers: Timers;
  locks: Pick<Locks, 'run'>;
  log: Log;
  /** 0 ≤ x < 1, for the spread of waits. */
  random?: () => number;
}

export interface Outbox {
  /** Encrypts a row; do this before the transaction. Throws LockedError. */
  sealRow(row: OutboxRow): Promise<SealedOutboxRow>;
  /** Writes a sealed row in the caller's transaction, which must have the store `outbox`. Then `kick()` after the commit. */
  putRows(tx: WriteTx, sealed: readonly SealedOutboxRow[]): Promise<void>;
  /**
   * The place of the row with this id in the order of sending, undefined when none waits. Whoever deletes it there takes
   * the row back; one that is under way may still be accepted, and is then not settled. Throws LockedError.
   */
  orderOf(id: string): Promise<number | undefined>;
  /** Sends in the background what may be sent. */
  kick(): void;
  /** The same, and resolves when nothing more can be sent now. Never rejects: what went wrong is in the rows and the log. */
  flush(): Promise<void>;
  /** The mediator answered somebody: what waits for it only because it did not answer is tried at once. */
  retryMediator(mediatorDid: string): void;
  /** Earliest time (milliseconds) something that waits may leave, for an alarm; null when nothing does. Known after a flush. */
  nextDueAt(): number | null;
  count(): Promise<number>;
  /** On lock: breaks off what is under way and forgets what was read. A later `kick()` begins anew. */
  stop(): void;
}

const SCAN_ROWS = 200;
const LANES_AT_ONCE = 6;
const LOCK_NAME = 'decentrl.outbox';
const SOONEST_MS = 100;
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** What one life between two locks knows. */
interface Run {
  abort: AbortController;
  index: OutboxIndex;
  lastOrder: number;
  /** When a flush last looked for what may leave: only what falls due after this is left to the timer. */
  lookedAt: number;
  flushing: Promise<void> | null;
  isKicked: boolean;
  wakeUp: () => void;
}

function beginRun(): Run {
  return {
    abort: new AbortController(),
    index: createOutboxIndex(),
    lastOrder: 0,
    lookedAt: Number.POSITIVE_INFINITY,
    flushing: null,
    isKicked: false,
    wakeUp: () => undefined,
  };
}

/** Makes the outbox over the object store of that name. */
export function createOutbox(deps: OutboxDeps): Outbox {
  const { db, cipher, clock, timers, locks, log } = deps;
  const table = createOutboxTable({ db, cipher, onDamaged: () => log.error('an outbox row is damaged') });
  const runLane = createOutboxLaneRunner({ ...deps, table, random: deps.random ?? Math.random });
  let run = beginRun();
  let timer: unknown = null;

  async function scan(current: Run): Promise<void> {
    for (let more = true; more; ) {
      const page = await table.readAfter(current.lastOrder, SCAN_ROWS);
      for (const stored of page.rows) current.index.add(stored, clock.now());
      current.lastOrder = page.last;
      more = page.more;
    }
    if ((await table.count()) < current.index.size())
      current.index.keep(new Set(await db.getAllKeys('outbox')));
  }

  async function drain(current: Run): Promise<void> {
    const { index, abort } = current;
    const busy = new Map<string, Promise<void>>();
    const failures: unknown[] = [];
    for (;;) {
      current.isKicked = false;
      const kicked = new Promise<void>((resolve) => {
        current.wakeUp = resolve;
      });
      await scan(current);
      if (failures.length > 0) throw failures[0];
      abort.signal.throwIfAborted();
      current.lookedAt = clock.now();
      for (const lane of [...index.lanes()]) {
        if (busy.size >= LANES_AT_ONCE) break;
        if (busy.has(lane.key) || !isDue(index, lane, current.lookedAt)) continue;
        const task = runLane(lane, index, abort.signal)
          .catch((error: unknown) => void failures.push(error))
          .finally(() => busy.delete(lane.key));
        busy.set(lane.key, task);
      }
      if (busy.size === 0 && !current.isKicked) return;
      if (!current.isKicked) await Promise.race([kicked, ...busy.values()]);
    }
  }

  function isDue(index: OutboxIndex, lane: OutboxLane, now: number): boolean {
    const { due, expired } = index.ready(lane, now, { rows: 1, bytes: 0 });
    return due.length + expired.length > 0;
  }

  async function flushWhileKicked(current: Run): Promise<void> {
    try {
      while (current.isKicked) await locks.run(LOCK_NAME, () => drain(current));
    } catch (error) {
      if (!current.abort.signal.aborted) log.warn('the outbox stopped', { error });
      current.abort.abort();
      if (run === current) run = beginRun();
    }
    // In one step with the last look at `isKicked`: no kick falls between.
    current.flushing = null;
    if (run === current) schedule();
  }

  /** What fell due since the last look counts as well: nobody else would come back for it. */
  function nextDueAt(): number | null {
    return run.index.nextAt(Math.min(run.lookedAt, clock.now()));
  }

  function schedule(): void {
    if (timer !== null) timers.clearTimeout(timer);
    const at = nextDueAt();
    const wait = Math.min(LONGEST_TIMER_MS, Math.max(SOONEST_MS, (at ?? 0) - clock.now()));
    timer = at === null ? null : timers.setTimeout(kick, wait);
  }

  function flush(): Promise<void> {
    const current = run;
    current.isKicked = true;
    current.wakeUp();
    current.flushing ??= flushWhileKicked(current);
    return current.flushing;
  }

  function kick(): void {
    void flush();
  }

  return {
    sealRow: table.seal,
    putRows: table.put,
    orderOf: table.orderOf,
    kick,
    flush,
    retryMediator(mediatorDid) {
      const waiting = [...run.index.lanes()].filter(
        (lane) => lane.mediatorDid === mediatorDid && lane.isOffline && lane.notBefore > clock.now(),
      );
      for (const lane of waiting) lane.notBefore = 0;
      if (waiting.length > 0) kick();
    },
    nextDueAt,
    count: table.count,
    stop() {
      run.abort.abort();
      run.wakeUp();
      run = beginRun();
      if (timer !== null) timers.clearTimeout(timer);
      timer = null;
    },
  };
}
