/**
 * Collects what one fact changes and writes it in one transaction.
 *
 * Invariant: everything is encrypted before the transaction begins, since awaiting WebCrypto inside one ends it
 * (`browsers.md` *Storage*), and either all of it reaches the disk or nothing does (`security.md` L-02 to L-05).
 */

import type { OutboxRow } from '../mediator-client/outbox/outbox-row.ts';
import type { SealedRow, StoreName } from '../store/schema.ts';
import { SEGMENT_STORES, type SegmentEntry } from '../store/segments.ts';
import { writeTransaction } from '../store/write-transaction.ts';
import type { Domain } from './domain.ts';
import type { MessageRecord } from './records/message-record.ts';
import { ROW_KEYS, type TableName, type TableValues } from './tables.ts';

export interface Writes {
  put<N extends TableName>(table: N, value: TableValues[N]): void;
  remove(table: TableName, key: string): void;
  /** Adds a command to the outbox. */
  send(row: OutboxRow): void;
  /** Adds events to the history. */
  append(entries: readonly SegmentEntry<MessageRecord>[]): void;
  /** Marks the signature of an event without numbers as seen; `key` is a hash. */
  see(key: string): void;
  /** True while there is nothing to write. */
  readonly empty: boolean;
  /**
   * Writes all of it; gives the cursor of the first event appended, or null when there was none. Wakes the outbox, unless
   * `quiet`: then whoever calls says when it is time to send.
   */
  commit(options?: { quiet?: boolean }): Promise<number | null>;
}

/** Starts an empty collection. */
export function collectWrites({ db, tables, history, outbox, wrote }: Domain): Writes {
  // By name, so that the last value of a row wins whatever the order in which the encryptions end.
  const puts = new Map<string, { table: TableName; seal: () => Promise<SealedRow> }>();
  const removes = new Map<string, { table: TableName; key: string }>();
  const rows: OutboxRow[] = [];
  const entries: SegmentEntry<MessageRecord>[] = [];
  const seen: string[] = [];

  return {
    put(table, value) {
      const name = `${table}/${ROW_KEYS[table](value)}`;
      removes.delete(name);
      puts.set(name, { table, seal: () => tables[table].seal(value) });
    },
    remove(table, key) {
      puts.delete(`${table}/${key}`);
      removes.set(`${table}/${key}`, { table, key });
    },
    send(row) {
      rows.push(row);
    },
    append(more) {
      entries.push(...more);
    },
    see(key) {
      seen.push(key);
    },
    get empty() {
      return puts.size + removes.size + rows.length + entries.length + seen.length === 0;
    },
    async commit({ quiet = false } = {}) {
      const [sealed, removed, sealedRows, segments] = await Promise.all([
        Promise.all([...puts.values()].map(async ({ table, seal }) => ({ table, row: await seal() }))),
        Promise.all(
          [...removes.values()].map(async ({ table, key }) => ({
            table,
            row: await tables[table].rowKey(key),
          })),
        ),
        Promise.all(rows.map((row) => outbox.sealRow(row))),
        entries.length === 0 ? [] : history.seal(entries),
      ]);
      const stores = new Set<StoreName>([...sealed, ...removed].map(({ table }) => table));
      if (sealedRows.length > 0) stores.add('outbox');
      if (seen.length > 0) stores.add('dedupe_hashes');
      if (segments.length > 0) for (const store of SEGMENT_STORES) stores.add(store);
      if (stores.size === 0) return null;
      const appended = await writeTransaction(db, [...stores], async (tx) => {
        const done: Promise<unknown>[] = [];
        for (const { table, row } of removed) done.push(tables[table].deleteRow(tx, row));
        for (const { table, row } of sealed) done.push(tables[table].putSealed(tx, row));
        for (const key of seen) done.push(tx.objectStore('dedupe_hashes').put({ key, value: 1 }));
        if (sealedRows.length > 0) done.push(outbox.putRows(tx, sealedRows));
        const cursors = segments.length === 0 ? null : await history.append(tx, segments);
        await Promise.all(done);
        return cursors;
      }).catch((error: unknown) => {
        wrote(error);
        throw error;
      });
      wrote(null);
      if (sealedRows.length > 0 && !quiet) outbox.kick();
      return appended?.firstCursor ?? null;
    },
  };
}
