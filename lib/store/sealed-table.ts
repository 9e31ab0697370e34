import { StorageError } from '../errors/errors.ts';
import type { Cipher } from './cipher.ts';
import type { Database } from './database.ts';
import type { SealedRow, SealedStoreName, WriteTx } from './schema.ts';
import { writeTransaction } from './write-transaction.ts';

/** A store of encrypted values, found by the key each value has. Rows written by others in between are seen at once: nothing is cached. */
export interface SealedTable<T> {
  /** Encrypts `value` into a row. Do this BEFORE the transaction it is put in. */
  seal(value: T): Promise<SealedRow>;
  /** Puts a row made by `seal` into a transaction that has this store. */
  putSealed(tx: WriteTx, row: SealedRow): Promise<void>;
  /** The name the row of `key` has on the disk, for deletes inside a transaction. */
  rowKey(key: string): Promise<string>;
  deleteRow(tx: WriteTx, rowKey: string): Promise<void>;
  get(key: string): Promise<T | undefined>;
  getMany(keys: readonly string[]): Promise<(T | undefined)[]>;
  getAll(): Promise<T[]>;
  count(): Promise<number>;
  /** Encrypts and writes in a transaction of its own. */
  put(value: T): Promise<void>;
  delete(key: string): Promise<void>;
}

/**
 * Makes the table over `storeName`. `keyOf` gives a value's key; only its blinded form reaches the disk. Values are JSON.
 * A row that does not open (damaged, or moved from another key) throws StorageError from `get`; `getAll` leaves it out and
 * reports it to `onDamaged`, so that one bad row does not hide the others.
 */
export function createSealedTable<T>({
  db,
  storeName,
  cipher,
  keyOf,
  onDamaged,
}: {
  db: Database;
  storeName: Exclude<SealedStoreName, 'outbox'>;
  cipher: Cipher;
  keyOf: (value: T) => string;
  onDamaged?: (rowKey: string) => void;
}): SealedTable<T> {
  const context = (rowKey: string) => `${storeName}/${rowKey}`;
  const rowKey = (key: string) => cipher.blind(`${storeName}/${key}`);
  const open = async (row: SealedRow | undefined) =>
    row === undefined ? undefined : ((await cipher.open(row.ciphertext, context(row.key))) as T);

  const table: SealedTable<T> = {
    async seal(value) {
      const key = await rowKey(keyOf(value));
      return { key, ciphertext: await cipher.seal(value as Parameters<Cipher['seal']>[0], context(key)) };
    },
    async putSealed(tx, row) {
      await tx.objectStore(storeName).put(row);
    },
    rowKey,
    deleteRow: (tx, key) => tx.objectStore(storeName).delete(key),
    async get(key) {
      return open(await db.get(storeName, await rowKey(key)));
    },
    async getMany(keys) {
      const names = await Promise.all(keys.map(rowKey));
      const tx = db.transaction(storeName);
      const rows = await Promise.all(names.map((name) => tx.store.get(name)));
      return Promise.all(rows.map(open));
    },
    async getAll() {
      const rows = await db.getAll(storeName);
      const values = await Promise.allSettled(rows.map(open));
      return values.flatMap((result, at) => {
        if (result.status === 'fulfilled') return result.value === undefined ? [] : [result.value];
        if (!isDamage(result.reason)) throw result.reason;
        onDamaged?.(rows[at]?.key ?? '');
        return [];
      });
    },
    count: () => db.count(storeName),
    async put(value) {
      const row = await table.seal(value);
      await writeTransaction(db, [storeName], (tx) => table.putSealed(tx, row));
    },
    async delete(key) {
      const name = await rowKey(key);
      await writeTransaction(db, [storeName], (tx) => table.deleteRow(tx, name));
    },
  };
  return table;
}

function isDamage(error: unknown): boolean {
  return error instanceof StorageError;
}
