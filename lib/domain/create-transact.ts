import type { OutboxRow } from '../mediator-client/outbox/outbox-row.ts';
import type { Locks } from '../platform/locks.ts';
import type { Database } from '../store/database.ts';
import type { SealedOutboxRow, SealedRow, SealedSegment, StoreName, WriteTx } from '../store/schema.ts';
import { SEGMENT_STORES, type SegmentEntry, type Segments } from '../store/segments.ts';
import { writeTransaction } from '../store/write-transaction.ts';
import type { Domain } from './domain.ts';
import { overlayTables, type TableChanges } from './overlay-tables.ts';
import type { MessageRecord } from './records/message-record.ts';
import { ROW_KEYS, type TableName, type Tables, type TableValues } from './tables.ts';
import type { Tx } from './tx.ts';

/** The part of the outbox that a change writes to. */
export interface OutboxWriter {
  sealRow(row: OutboxRow): Promise<SealedOutboxRow>;
  putRows(tx: WriteTx, sealed: readonly SealedOutboxRow[]): Promise<void>;
  /** The place of the row with this id in the order of sending, undefined when none waits. */
  orderOf(id: string): Promise<number | undefined>;
  kick(): void;
}

/** What changes are made with. Sealing and transactions are known in here alone. */
export interface TransactDeps {
  db: Database;
  locks: Pick<Locks, 'run'>;
  tables: Tables;
  history: Segments<MessageRecord>;
  outbox: OutboxWriter;
  domain: () => Domain;
  /** Told which tables were written, before anything is told of it. */
  written(tables: Iterable<TableName>): void;
  /** Told how a write ended: null, or what the disk refused. */
  wrote(failure: unknown): void;
}

/** Entries of one call of `Segments.seal`. */
const MOST_SEALED = 1_000;

/** What one change has collected. */
interface Collected {
  tables: Map<TableName, Map<string, TableValues[TableName] | null>>;
  rows: OutboxRow[];
  /** Places of outbox rows that go. */
  ended: Set<number>;
  entries: SegmentEntry<MessageRecord>[];
  seen: Set<string>;
  effects: (() => void)[];
  /** Cursor of the first entry, once written. */
  firstCursor: number | null;
  over: boolean;
}

/** Makes `Domain.transact`, which `change` calls. */
export function createTransact(deps: TransactDeps): Domain['transact'] {
  const { locks, outbox } = deps;
  return (work, quiet) =>
    locks.run('decentrl-domain', async () => {
      const collected: Collected = {
        tables: new Map(),
        rows: [],
        ended: new Set(),
        entries: [],
        seen: new Set(),
        effects: [],
        firstCursor: null,
        over: false,
      };
      const result = await work(createTx(deps, collected)).finally(() => {
        collected.over = true;
      });
      await write(deps, collected);
      for (const effect of collected.effects) {
        try {
          effect();
        } catch (error) {
          deps.domain().log.error('an effect of a change failed', { error });
        }
      }
      if (collected.rows.length > 0 && !quiet) outbox.kick();
      return result;
    });
}

function createTx({ db, tables, history, outbox, domain }: TransactDeps, collected: Collected): Tx {
  const { keyring, clock, log, settings, changes, owedReceipts, device } = domain();
  const changesOf = <N extends TableName>(table: N) =>
    collected.tables.get(table) as TableChanges<TableValues[N]> | undefined;
  const assertOpen = () => {
    // Awaited by nobody, a step of a change would be lost without a word.
    if (collected.over) throw new TypeError('a step of a change came after its end');
  };
  const mark = <N extends TableName>(table: N, key: string, value: TableValues[N] | null) => {
    assertOpen();
    const rows = collected.tables.get(table) ?? new Map<string, TableValues[TableName] | null>();
    collected.tables.set(table, rows.set(key, value));
  };
  return {
    keyring,
    clock,
    log,
    settings,
    changes,
    owedReceipts,
    device,
    history,
    tables: overlayTables(tables, changesOf),
    put: (table, value) => mark(table, ROW_KEYS[table](value), value),
    remove: (table, key) => mark(table, key, null),
    seen: async (hash) => collected.seen.has(hash) || (await db.getKey('dedupe_hashes', hash)) !== undefined,
    see(hash) {
      assertOpen();
      collected.seen.add(hash);
    },
    send(row) {
      assertOpen();
      const now = clock.now();
      collected.rows.push({ createdAt: now, ...row, notBefore: now, attempts: 0 });
    },
    async takeBack(id) {
      const order = await outbox.orderOf(id);
      assertOpen();
      if (order === undefined || collected.ended.has(order)) return false;
      collected.ended.add(order);
      return true;
    },
    async settled(order) {
      const found = await db.getKey('outbox', order);
      assertOpen();
      if (found === undefined) return false;
      collected.ended.add(order);
      return true;
    },
    append(entries) {
      assertOpen();
      const start = collected.entries.length;
      collected.entries.push(...entries);
      return {
        cursorOf(at) {
          if (collected.firstCursor === null)
            throw new TypeError('a cursor exists once its event is durable');
          return collected.firstCursor + start + at;
        },
      };
    },
    after(effect) {
      assertOpen();
      collected.effects.push(effect);
    },
  };
}

/** Seals everything, then writes it: awaiting WebCrypto inside a transaction would end it (`browsers.md` *Storage*). */
async function write(deps: TransactDeps, collected: Collected): Promise<void> {
  const { tables, history, outbox } = deps;
  const changed = [...collected.tables].flatMap(([table, rows]) =>
    [...rows].map(([key, value]) => ({ table, key, value })),
  );
  const [puts, removes, rows, segments] = await Promise.all([
    Promise.all(
      changed.flatMap(({ table, value }) => (value === null ? [] : [sealed(tables, table, value)])),
    ),
    Promise.all(
      changed.flatMap(({ table, key, value }) =>
        value === null ? [tables[table].rowKey(key).then((name) => ({ table, name }))] : [],
      ),
    ),
    Promise.all(collected.rows.map((row) => outbox.sealRow(row))),
    sealedSegments(history, collected.entries),
  ]);
  const stores = new Set<StoreName>(changed.map(({ table }) => table));
  if (rows.length + collected.ended.size > 0) stores.add('outbox');
  if (collected.seen.size > 0) stores.add('dedupe_hashes');
  if (segments.length > 0) for (const store of SEGMENT_STORES) stores.add(store);
  if (stores.size === 0) return;
  try {
    await writeTransaction(deps.db, [...stores], async (tx) => {
      const done: Promise<unknown>[] = [];
      for (const order of collected.ended) done.push(tx.objectStore('outbox').delete(order));
      for (const { table, name } of removes) done.push(tables[table].deleteRow(tx, name));
      for (const { table, row } of puts) done.push(tables[table].putSealed(tx, row));
      for (const key of collected.seen) done.push(tx.objectStore('dedupe_hashes').put({ key, value: 1 }));
      if (rows.length > 0) done.push(outbox.putRows(tx, rows));
      if (segments.length > 0) collected.firstCursor = (await history.append(tx, segments)).firstCursor;
      await Promise.all(done);
    });
  } catch (error) {
    deps.wrote(error);
    throw error;
  }
  deps.written(collected.tables.keys());
  deps.wrote(null);
}

async function sealed<N extends TableName>(
  tables: Tables,
  table: N,
  value: TableValues[N],
): Promise<{ table: N; row: SealedRow }> {
  const { seal }: { seal(value: TableValues[N]): Promise<SealedRow> } = tables[table];
  return { table, row: await seal(value) };
}

async function sealedSegments(
  history: Segments<MessageRecord>,
  entries: readonly SegmentEntry<MessageRecord>[],
): Promise<SealedSegment[]> {
  const shares: SegmentEntry<MessageRecord>[][] = [];
  for (let at = 0; at < entries.length; at += MOST_SEALED) shares.push(entries.slice(at, at + MOST_SEALED));
  return (await Promise.all(shares.map((share) => history.seal(share)))).flat();
}
