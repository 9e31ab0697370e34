/**
 * What the running worker knows about the rows that wait, without their payloads: enough to choose what is sent next. A
 * cache: it is read from the disk after every wake.
 *
 * Invariant: rows of a lane (identity, mediator, recipient, group) leave in order; a conversation that spans two lanes
 * (its peer moved) leaves in order as well; and no row leaves before the row it names in `after`.
 */
import type { OutboxGroup } from '../outbox-group.ts';
import type { OutboxRow } from './outbox-row.ts';
import type { StoredOutboxRow } from './outbox-table.ts';

export interface OutboxEntry {
  order: number;
  id: string;
  lane: string;
  /** Group and conversation, or null for rows without one. */
  thread: string | null;
  after: string | undefined;
  afterUntil: number;
  notBefore: number;
  expiresAt: number;
  bytes: number;
}

/** Rows to one recipient by one mediator, and when they may be tried again. Times in milliseconds. */
export interface OutboxLane {
  key: string;
  mediatorDid: string;
  group: OutboxGroup;
  entries: OutboxEntry[];
  notBefore: number;
  attempts: number;
  /** The last try found nobody who answered. */
  isOffline: boolean;
}

export interface OutboxIndex {
  add(stored: StoredOutboxRow, now: number): void;
  remove(order: number): void;
  /** Forgets the rows whose order is not among `orders`: they were taken back. */
  keep(orders: ReadonlySet<number>): void;
  lanes(): Iterable<OutboxLane>;
  /** What of a lane may leave now, in order (at least one however large), and what waited too long. */
  ready(
    lane: OutboxLane,
    now: number,
    limit: { rows: number; bytes: number },
  ): { due: OutboxEntry[]; expired: OutboxEntry[] };
  /** Every row that waits for one of `ids`, directly or through others. */
  dependents(ids: readonly string[]): OutboxEntry[];
  /** Earliest time after `now` at which something may leave that may not at `now`, or null. */
  nextAt(now: number): number | null;
  size(): number;
}

/** How long something is tried before it is given up (security.md *Limits*). */
const MAX_AGE_MS = 30 * 86_400_000;
/** A wait longer than this was read from a row or before a jump of the clock: it is not believed. */
const LONGEST_BELIEVED_MS = 3_600_000;

/** Makes an empty index. */
export function createOutboxIndex(): OutboxIndex {
  const lanes = new Map<string, OutboxLane>();
  const byOrder = new Map<number, OutboxEntry>();
  const byId = new Map<string, OutboxEntry>();
  const threads = new Map<string, Set<OutboxEntry>>();

  const isOvertaking = (entry: OutboxEntry): boolean => {
    for (const other of threads.get(entry.thread ?? '') ?? []) {
      if (other.order < entry.order && other.lane !== entry.lane) return true;
    }
    return false;
  };
  const isWaiting = (entry: OutboxEntry, now: number): boolean =>
    entry.notBefore > now || (entry.after !== undefined && byId.has(entry.after) && entry.afterUntil > now);

  const laneFor = (row: OutboxRow): OutboxLane => {
    const key = JSON.stringify([row.identityIndex, row.mediatorDid, row.recipientDid, row.group]);
    let lane = lanes.get(key);
    if (lane === undefined) {
      lane = {
        key,
        mediatorDid: row.mediatorDid,
        group: row.group,
        entries: [],
        notBefore: 0,
        attempts: 0,
        isOffline: false,
      };
      lanes.set(key, lane);
    }
    return lane;
  };

  const index: OutboxIndex = {
    add({ order, row, bytes }, now) {
      if (byOrder.has(order)) return;
      const lane = laneFor(row);
      const backsOff = row.attempts > 0 && row.notBefore > now;
      const entry: OutboxEntry = {
        order,
        id: row.id,
        lane: lane.key,
        thread: row.conversationId === undefined ? null : `${row.group} ${row.conversationId}`,
        after: row.after,
        afterUntil: row.afterUntil ?? Number.POSITIVE_INFINITY,
        notBefore: backsOff ? 0 : row.notBefore,
        expiresAt: row.createdAt + MAX_AGE_MS,
        bytes,
      };
      if (backsOff && lane.entries.length === 0) {
        lane.notBefore = row.notBefore;
        lane.attempts = row.attempts;
        lane.isOffline = row.lastCode?.startsWith('UNREACHABLE') ?? false;
      }
      lane.entries.push(entry);
      byOrder.set(order, entry);
      byId.set(entry.id, entry);
      if (entry.thread !== null)
        threads.set(entry.thread, (threads.get(entry.thread) ?? new Set()).add(entry));
    },
    remove(order) {
      const entry = byOrder.get(order);
      if (entry === undefined) return;
      byOrder.delete(order);
      if (byId.get(entry.id) === entry) byId.delete(entry.id);
      const thread = threads.get(entry.thread ?? '');
      thread?.delete(entry);
      if (thread?.size === 0) threads.delete(entry.thread ?? '');
      const lane = lanes.get(entry.lane);
      if (lane === undefined) return;
      lane.entries.splice(lane.entries.indexOf(entry), 1);
      if (lane.entries.length === 0) lanes.delete(entry.lane);
    },
    keep(orders) {
      for (const order of [...byOrder.keys()]) if (!orders.has(order)) index.remove(order);
    },
    lanes: () => lanes.values(),
    ready(lane, now, limit) {
      const due: OutboxEntry[] = [];
      const expired = lane.entries.filter((entry) => entry.expiresAt <= now);
      if (lane.notBefore > now + LONGEST_BELIEVED_MS) lane.notBefore = now;
      if (lane.notBefore > now) return { due, expired };
      const blocked = new Set<string>();
      let bytes = 0;
      for (const entry of lane.entries) {
        if (due.length === limit.rows || (due.length > 0 && bytes + entry.bytes > limit.bytes)) break;
        if (entry.expiresAt <= now) continue;
        const isBlocked = entry.thread !== null && (blocked.has(entry.thread) || isOvertaking(entry));
        if (isBlocked || isWaiting(entry, now)) {
          if (entry.thread !== null) blocked.add(entry.thread);
          continue;
        }
        due.push(entry);
        bytes += entry.bytes;
      }
      return { due, expired };
    },
    dependents(ids) {
      const found = new Map<string, OutboxEntry>();
      let sources = new Set(ids);
      while (sources.size > 0) {
        const next = new Set<string>();
        for (const entry of byOrder.values()) {
          const waits =
            entry.after !== undefined &&
            sources.has(entry.after) &&
            entry.afterUntil === Number.POSITIVE_INFINITY;
          if (!waits || found.has(entry.id)) continue;
          found.set(entry.id, entry);
          next.add(entry.id);
        }
        sources = next;
      }
      return [...found.values()].sort((a, b) => a.order - b.order);
    },
    nextAt(now) {
      let next = Number.POSITIVE_INFINITY;
      for (const lane of lanes.values()) {
        if (lane.notBefore > now) next = Math.min(next, lane.notBefore);
        else
          for (const entry of lane.entries) {
            const at = entry.notBefore > now ? entry.notBefore : entry.afterUntil;
            if (at > now) next = Math.min(next, at);
          }
      }
      return Number.isFinite(next) ? next : null;
    },
    size: () => byOrder.size,
  };
  return index;
}
