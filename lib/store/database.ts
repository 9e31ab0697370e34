import { type IDBPDatabase, openDB, unwrap } from 'idb';
import { type DecentrlSchema, STORES } from './schema.ts';

/** Raised by one whenever a store or an index is added. */
export const DATABASE_VERSION = 2;

/** The open database of the companion. */
export type Database = IDBPDatabase<DecentrlSchema>;

/**
 * Opens the database, creating or upgrading it. An upgrade only adds what is missing, inside the browser's own version
 * transaction: killed half-way it never happened, run twice it changes nothing (threats.md L-19). Steps aside when
 * another context of ours upgrades or erases it.
 */
export async function openDatabase(name = 'decentrl', version = DATABASE_VERSION): Promise<Database> {
  const db = await openDB<DecentrlSchema>(name, version, {
    upgrade(database, _oldVersion, newVersion, transaction) {
      // Its failure comes out of the opening itself.
      transaction.done.catch(() => undefined);
      for (const { name: storeName, since, keyPath, autoIncrement = false, indexes = [] } of STORES) {
        if (since > (newVersion ?? version)) continue;
        if (!database.objectStoreNames.contains(storeName))
          database.createObjectStore(storeName, { keyPath, autoIncrement });
        const store = unwrap(transaction.objectStore(storeName));
        for (const index of indexes) {
          if (!store.indexNames.contains(index.name))
            store.createIndex(index.name, index.name, { multiEntry: index.multiEntry });
        }
      }
    },
    blocking(_current, _blocked, event) {
      (event.target as IDBDatabase | null)?.close();
    },
  });
  return db;
}
