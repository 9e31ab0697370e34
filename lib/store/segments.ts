/**
 * Append-only encrypted history. A batch of events is one row, or a few when it is large (browsers.md *Storage*: more than
 * twice as fast as a row an event); the events inside are numbered by cursors counted up in the writing transaction itself,
 * so two writers never share a number and a number is never used again. Order of cursors is order of arrival on this device.
 */
import { StorageError } from '../errors/errors.ts';
import type { Cipher } from './cipher.ts';
import { compactSegments } from './compact-segments.ts';
import type { Database } from './database.ts';
import { ROW_CHARACTERS, type SealedSegment, type SegmentRow, type WriteTx } from './schema.ts';
import { splitBySize } from './split-by-size.ts';

/** Stores an appending transaction must name. */
export const SEGMENT_STORES = ['segments', 'meta'] as const;

/** One event as given in: the conversation it belongs to and JSON of the caller's. */
export interface SegmentEntry<T> {
  conversation: string;
  value: T;
}

/** One event as read back. */
export interface StoredEntry<T> extends SegmentEntry<T> {
  cursor: number;
}

export interface Segments<T> {
  /** Encrypts a batch (1 to 1,000 entries). Do this BEFORE the transaction it is appended in. */
  seal(entries: readonly SegmentEntry<T>[]): Promise<SealedSegment[]>;
  /** Appends in a transaction over SEGMENT_STORES (and whatever else); gives the cursors of the first and last entry. */
  append(
    tx: WriteTx,
    segments: readonly SealedSegment[],
  ): Promise<{ firstCursor: number; lastCursor: number }>;
  /** The latest entries of one conversation before the cursor `before`, newest first. */
  readConversation(
    conversation: string,
    options: { before?: number; limit: number },
  ): Promise<StoredEntry<T>[]>;
  /** Entries after `cursor` in order, at most `limit`. */
  readSince(cursor: number, limit: number): Promise<StoredEntry<T>[]>;
  /** Every entry, newest first, streamed; stop by leaving the loop. `before` resumes. */
  scan(options?: { before?: number; conversation?: string }): AsyncGenerator<StoredEntry<T>, void, undefined>;
  /** Merges small rows, a bounded amount a call from where the last call stopped; tells whether more is left. Changes nothing a reader sees. */
  compact(): Promise<boolean>;
  /** The cursor of the newest entry, 0 when there is none. */
  lastCursor(): Promise<number>;
}

const NEXT_CURSOR = 'segments.nextCursor';
const COMPACTED = 'segments.compactedUpTo';
const ROWS_A_READ = 64;
const MOST_ENTRIES = 1_000;
const CONTEXT = 'segments';

type RawEntry = [conversation: string, value: unknown];

/** An entry as the JSON it is kept as, made once: to be measured and to be encrypted. */
interface WrittenEntry {
  conversation: string;
  json: string;
}

/** Makes the history over the store `segments`. Rows that do not open (damaged) are left out and reported to `onDamaged`. */
export function createSegments<T>({
  db,
  cipher,
  onDamaged,
}: {
  db: Database;
  cipher: Cipher;
  onDamaged?: (firstCursor: number) => void;
}): Segments<T> {
  const blind = (conversation: string) => cipher.blind(`${CONTEXT}/${conversation}`);

  /** The rows before a cursor, newest first; the key cursor walks one index only, and the rows are fetched together. */
  async function rowsBefore(before: number, blinded: string | null, limit: number): Promise<SegmentRow[]> {
    const tx = db.transaction('segments');
    const rows: Promise<SegmentRow | undefined>[] = [];
    if (blinded === null) {
      let at = await tx.store.openKeyCursor(IDBKeyRange.upperBound(before, true), 'prev');
      while (at !== null && rows.length < limit) {
        rows.push(tx.store.get(at.primaryKey));
        at = await at.continue();
      }
    } else {
      let at = await tx.store.index('conversations').openKeyCursor(IDBKeyRange.only(blinded), 'prev');
      if (at !== null && at.primaryKey >= before) at = await at.continuePrimaryKey(blinded, before - 1);
      while (at !== null && rows.length < limit) {
        rows.push(tx.store.get(at.primaryKey));
        at = await at.continue();
      }
    }
    return (await Promise.all(rows)).filter((row) => row !== undefined);
  }

  async function open(row: SegmentRow): Promise<StoredEntry<T>[]> {
    let entries: RawEntry[];
    try {
      entries = (await cipher.open(row.ciphertext, segmentContext(row.conversations))) as RawEntry[];
    } catch (error) {
      if (!(error instanceof StorageError)) throw error;
      onDamaged?.(row.firstCursor);
      return [];
    }
    return entries.map(([conversation, value], offset) => ({
      conversation,
      value: value as T,
      cursor: row.firstCursor + offset,
    }));
  }

  async function* scan({
    before = Number.MAX_SAFE_INTEGER,
    conversation,
  }: {
    before?: number;
    conversation?: string;
  } = {}) {
    const blinded = conversation === undefined ? null : await blind(conversation);
    // Rows may be merged while this reads: what was given is told by its cursor, not by the row it came from.
    let from = before;
    for (let size = 4; ; size = Math.min(size * 4, ROWS_A_READ)) {
      const rows = await rowsBefore(from, blinded, size);
      for (const entries of await Promise.all(rows.map(open))) {
        for (const entry of entries.reverse()) {
          if (entry.cursor < from && (conversation === undefined || entry.conversation === conversation))
            yield entry;
        }
      }
      const oldest = rows.at(-1);
      if (oldest === undefined || rows.length < size) return;
      from = oldest.firstCursor;
    }
  }

  async function sealRow(entries: readonly WrittenEntry[]): Promise<SealedSegment> {
    const names = [...new Set(entries.map((entry) => entry.conversation))];
    const conversations = (await Promise.all(names.map(blind))).sort();
    const json = `[${entries.map((entry) => entry.json).join(',')}]`;
    return {
      conversations,
      count: entries.length,
      ciphertext: await cipher.sealText(json, segmentContext(conversations)),
    };
  }

  /** The entries of neighbouring rows as one; null when one of them is damaged and had better stay where it is. */
  async function reseal(rows: readonly SegmentRow[]): Promise<SealedSegment | null> {
    const entries = (await Promise.all(rows.map(open))).flat();
    const expected = rows.reduce((sum, row) => sum + row.lastCursor - row.firstCursor + 1, 0);
    return entries.length === expected ? sealRow(entries.map(write)) : null;
  }

  return {
    async seal(entries) {
      if (entries.length === 0 || entries.length > MOST_ENTRIES)
        throw new RangeError('a batch holds 1 to 1,000 entries');
      const rows = splitBySize(
        entries.map(write),
        { items: MOST_ENTRIES, size: ROW_CHARACTERS },
        ({ json }) => json.length + 1,
      );
      return Promise.all(rows.map(sealRow));
    },
    async append(tx, segments) {
      const meta = tx.objectStore('meta');
      const next = await meta.get(NEXT_CURSOR);
      const firstCursor = typeof next?.value === 'number' ? next.value : 1;
      let cursor = firstCursor;
      const rows = segments.map(({ conversations, count, ciphertext }): SegmentRow => {
        const row = { firstCursor: cursor, lastCursor: cursor + count - 1, conversations, ciphertext };
        cursor += count;
        return row;
      });
      await Promise.all([
        meta.put({ key: NEXT_CURSOR, value: cursor }),
        // `add`, not `put`: were a number ever given twice, the transaction fails instead of overwriting a message.
        ...rows.map((row) => tx.objectStore('segments').add(row)),
      ]);
      return { firstCursor, lastCursor: cursor - 1 };
    },
    async readConversation(conversation, { before, limit }) {
      const found: StoredEntry<T>[] = [];
      if (limit <= 0) return found;
      for await (const entry of scan({ conversation, ...(before === undefined ? {} : { before }) })) {
        found.push(entry);
        if (found.length >= limit) break;
      }
      return found;
    },
    async readSince(cursor, limit) {
      const found: StoredEntry<T>[] = [];
      for (let at = cursor; found.length < limit; ) {
        const from = await firstKeyAtOrBefore(db, at + 1);
        const rows = await db.getAll('segments', IDBKeyRange.lowerBound(from), ROWS_A_READ);
        for (const entries of await Promise.all(rows.map(open))) {
          found.push(...entries.filter((entry) => entry.cursor > at));
        }
        const last = rows.at(-1);
        if (last === undefined || rows.length < ROWS_A_READ || last.lastCursor <= at) break;
        at = last.lastCursor;
      }
      return found.slice(0, limit);
    },
    scan,
    async compact() {
      const start = (await db.get('meta', COMPACTED))?.value;
      const next = await compactSegments(db, reseal, typeof start === 'number' ? start : 0);
      if (next === null) return false;
      await db.put('meta', { key: COMPACTED, value: next });
      return true;
    },
    async lastCursor() {
      const next = await db.get('meta', NEXT_CURSOR);
      return typeof next?.value === 'number' ? next.value - 1 : 0;
    },
  };
}

function write<T>({ conversation, value }: SegmentEntry<T>): WrittenEntry {
  return { conversation, json: JSON.stringify([conversation, value] satisfies RawEntry) };
}

const segmentContext = (conversations: readonly string[]) => `${CONTEXT}/${conversations.join(',')}`;

async function firstKeyAtOrBefore(db: Database, cursor: number): Promise<number> {
  const at = await db.transaction('segments').store.openKeyCursor(IDBKeyRange.upperBound(cursor), 'prev');
  return at?.primaryKey ?? 0;
}
