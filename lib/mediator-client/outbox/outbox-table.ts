import type { JsonValue } from '../../crypto/json-value.ts';
import type { Cipher } from '../../store/cipher.ts';
import type { Database } from '../../store/database.ts';
import type { SealedOutboxRow, WriteTx } from '../../store/schema.ts';
import { writeTransaction } from '../../store/write-transaction.ts';
import type { OutboxRow } from './outbox-row.ts';

/** A row with its place in the order of sending. */
export interface StoredOutboxRow {
  order: number;
  row: OutboxRow;
  /** Of the encrypted row. */
  bytes: number;
}

/** The outbox on the disk. Nothing is cached here; every method but `put` and `count` needs the local key. */
export interface OutboxTable {
  seal(row: OutboxRow): Promise<SealedOutboxRow>;
  /** The place of the row with this id, undefined when none waits. */
  orderOf(id: string): Promise<number | undefined>;
  /** Adds sealed rows inside the caller's transaction, in the order of sending; a row whose id still waits, or came before it, is left out. */
  put(tx: WriteTx, sealed: readonly SealedOutboxRow[]): Promise<void>;
  /** Rows after `order`, in the order of sending, at most `limit`; damaged ones are left out. `last` is the last order seen. */
  readAfter(order: number, limit: number): Promise<{ rows: StoredOutboxRow[]; last: number; more: boolean }>;
  /** Rows by their order, without those that are gone. */
  read(orders: readonly number[]): Promise<StoredOutboxRow[]>;
  /** Writes a row again after a failed try, unless it is gone. */
  update(order: number, row: OutboxRow): Promise<void>;
  count(): Promise<number>;
}

/** Makes the table over the object store `outbox`. */
export function createOutboxTable({
  db,
  cipher,
  onDamaged,
}: {
  db: Database;
  cipher: Cipher;
  onDamaged: () => void;
}): OutboxTable {
  const rowKey = (id: string) => cipher.blind(`outbox/${id}`);
  const seal = async (row: OutboxRow): Promise<SealedOutboxRow> => {
    const key = await rowKey(row.id);
    const ciphertext = await cipher.seal(row as unknown as JsonValue, `outbox/${key}`);
    return { key, dueAt: row.notBefore, ciphertext };
  };
  const open = async (sealed: SealedOutboxRow | undefined): Promise<StoredOutboxRow[]> => {
    if (sealed?.order === undefined) return [];
    try {
      const row = await cipher.open(sealed.ciphertext, `outbox/${sealed.key}`);
      return [{ order: sealed.order, row: row as unknown as OutboxRow, bytes: sealed.ciphertext.length }];
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'StorageError') throw error;
      onDamaged();
      return [];
    }
  };

  return {
    seal,
    orderOf: async (id) => db.getKeyFromIndex('outbox', 'key', await rowKey(id)),
    async put(tx, sealed) {
      const store = tx.objectStore('outbox');
      const keys = new Set<string>();
      const first = sealed.filter(({ key }) => !keys.has(key) && keys.add(key));
      const waiting = await Promise.all(first.map(({ key }) => store.index('key').getKey(key)));
      // Requests of one transaction are carried out in the order in which they are made.
      await Promise.all(first.filter((_, at) => waiting[at] === undefined).map((row) => store.add(row)));
    },
    async readAfter(order, limit) {
      const sealed = await db.getAll('outbox', IDBKeyRange.lowerBound(order, true), limit);
      const rows = (await Promise.all(sealed.map(open))).flat();
      return { rows, last: sealed.at(-1)?.order ?? order, more: sealed.length === limit };
    },
    async read(orders) {
      const tx = db.transaction('outbox');
      const sealed = await Promise.all(orders.map((order) => tx.store.get(order)));
      return (await Promise.all(sealed.map(open))).flat();
    },
    async update(order, row) {
      const sealed = await seal(row);
      await writeTransaction(db, ['outbox'], async (tx) => {
        const store = tx.objectStore('outbox');
        if ((await store.getKey(order)) !== undefined) await store.put({ ...sealed, order });
      });
    },
    count: () => db.count('outbox'),
  };
}
