import type { IdentityKeys } from '../../keys/identity-keys.ts';
import type { Keyring } from '../../keys/keyring.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Log } from '../../platform/log.ts';
import { backoffMs, LONGEST_OFFLINE_WAIT_MS, LONGEST_WAIT_MS } from '../backoff.ts';
import type { CommandClient } from '../send-command.ts';
import { BATCH_BYTES, BATCH_EVENTS } from './outbox-batch.ts';
import { deliver, type RowResult } from './outbox-delivery.ts';
import type { OutboxEntry, OutboxIndex, OutboxLane } from './outbox-index.ts';
import type { OutboxSink } from './outbox-sink.ts';
import type { OutboxTable, StoredOutboxRow } from './outbox-table.ts';

export interface OutboxLaneDeps {
  table: OutboxTable;
  keyring: Pick<Keyring, 'identity'>;
  commands: CommandClient;
  sink: OutboxSink;
  clock: Clock;
  log: Log;
  random: () => number;
}

const LIMIT = { rows: BATCH_EVENTS, bytes: BATCH_BYTES };

/**
 * Makes the function that tries one batch of a lane: reads its rows anew (one may have been taken back), sends them,
 * settles what is final and puts the lane off for what is not. Rejects only when nothing at all can go on (locked).
 */
export function createOutboxLaneRunner({
  table,
  keyring,
  commands,
  sink,
  clock,
  log,
  random,
}: OutboxLaneDeps): (lane: OutboxLane, index: OutboxIndex, signal: AbortSignal) => Promise<void> {
  const withoutBatches = new Set<string>();

  async function readRows(index: OutboxIndex, entries: readonly OutboxEntry[]): Promise<StoredOutboxRow[]> {
    const rows = await table.read(entries.map(({ order }) => order));
    const found = new Set(rows.map(({ order }) => order));
    for (const { order } of entries) if (!found.has(order)) index.remove(order);
    return rows;
  }

  async function settle(index: OutboxIndex, results: readonly RowResult[]): Promise<void> {
    const final = results.filter((result) => result.state !== 'later');
    if (final.length === 0) return;
    const { gone, failures } = await sink.settle(final, (ids) => readRows(index, index.dependents(ids)));
    for (const order of gone) index.remove(order);
    if (failures.length > 0) throw failures.find(isLocked) ?? failures[0];
  }

  function putOff(lane: OutboxLane, isOffline: boolean, retryAfterMs: number | null): void {
    lane.attempts += 1;
    lane.isOffline = isOffline;
    const longest = isOffline ? LONGEST_OFFLINE_WAIT_MS : LONGEST_WAIT_MS;
    lane.notBefore = clock.now() + backoffMs(lane.attempts, longest, retryAfterMs, random);
  }

  async function afterTry(lane: OutboxLane, results: readonly RowResult[]): Promise<void> {
    const later = results.find((result) => result.state === 'later');
    if (later === undefined || results[0]?.state !== 'later') lane.attempts = 0;
    if (later === undefined) return;
    putOff(lane, later.offline, later.retryAfterMs);
    const { order, row } = later.stored;
    const lastCode = later.code;
    await table.update(order, { ...row, attempts: lane.attempts, notBefore: lane.notBefore, lastCode });
  }

  async function seal({ order, row, bytes }: StoredOutboxRow, keys: IdentityKeys): Promise<StoredOutboxRow> {
    const { unsealed, ...rest } = row;
    if (unsealed === undefined || sink.seal === undefined) return { order, row, bytes };
    return { order, row: { ...rest, payload: await sink.seal(row, keys) }, bytes };
  }

  async function tryLane(lane: OutboxLane, index: OutboxIndex, signal: AbortSignal): Promise<void> {
    const { due, expired } = index.ready(lane, clock.now(), LIMIT);
    const old = await readRows(index, expired);
    await settle(
      index,
      old.map((stored) => ({ stored, state: 'refused', code: 'EXPIRED' })),
    );
    const rows = await readRows(index, due);
    const identity = rows[0]?.row.identityIndex;
    if (identity === undefined) return;
    const keys = await keyring.identity(identity);
    const sealed = await Promise.all(headToSeal(rows).map((stored) => seal(stored, keys)));
    const tried = await deliver({ commands, keys, signal, withoutBatches }, sealed);
    // What is written back after a failed try is the row as it was.
    const asWritten = new Map(rows.map((stored) => [stored.order, stored]));
    const results = tried.map((result) => ({
      ...result,
      stored: asWritten.get(result.stored.order) ?? result.stored,
    }));
    await settle(index, results);
    await afterTry(lane, results);
  }

  return async (lane, index, signal) => {
    try {
      await tryLane(lane, index, signal);
    } catch (error) {
      if (signal.aborted || isLocked(error)) throw error;
      // A full disk, or a settlement that failed: the answer is lost, the row is not, and it is sent again.
      log.error('an outbox row could not be settled', { error });
      putOff(lane, false, null);
    }
  };
}

/** As many rows as one command may hold of their unsealed events, at least one: what waits for another is not sealed yet. */
function headToSeal(rows: readonly StoredOutboxRow[]): readonly StoredOutboxRow[] {
  let events = 0;
  const end = rows.findIndex(({ row }, at) => {
    events += row.unsealed?.length ?? 0;
    return at > 0 && events > BATCH_EVENTS;
  });
  return end < 0 ? rows : rows.slice(0, end);
}

function isLocked(error: unknown): boolean {
  return error instanceof Error && error.name === 'LockedError';
}
