import type { Database } from './database.ts';
import type { PlainStoreName } from './schema.ts';
import { writeTransaction } from './write-transaction.ts';

/** A store of small values in clear, readable while locked: nothing about people or texts goes in here. */
export interface PlainTable<T> {
  get(key: string): Promise<T | undefined>;
  put(key: string, value: T): Promise<void>;
  delete(key: string): Promise<void>;
}

/** Makes the table over `storeName`; writes are on the disk when they resolve. */
export function createPlainTable<T>(db: Database, storeName: PlainStoreName): PlainTable<T> {
  return {
    async get(key) {
      return (await db.get(storeName, key))?.value as T | undefined;
    },
    put: (key, value) =>
      writeTransaction(db, [storeName], async (tx) => {
        await tx.objectStore(storeName).put({ key, value });
      }),
    delete: (key) => writeTransaction(db, [storeName], (tx) => tx.objectStore(storeName).delete(key)),
  };
}
