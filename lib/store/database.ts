import { type IDBPDatabase, type IDBPTransaction, unwrap, wrap } from 'idb';
import { type DecentrlSchema, STORES, type StoreName } from './schema.ts';

/** Raised by one whenever a store or an index is added. */
export const DATABASE_VERSION = 2;

/** The open database of the companion. */
export type Database = IDBPDatabase<DecentrlSchema>;

/**
 * Opens the database, creating or upgrading it, in the browser's usual place unless another `factory` is given. An upgrade
 * only adds what is missing, inside the browser's own version transaction: killed half-way it never happened, run twice it
 * changes nothing (security.md L-19). Steps aside when another context of ours upgrades or erases it.
 */
export async function openDatabase(
  name = 'decentrl',
  version = DATABASE_VERSION,
  factory: IDBFactory = indexedDB,
): Promise<Database> {
  const request = factory.open(name, version);
  request.addEventListener('upgradeneeded', ({ newVersion }) => {
    upgrade(
      wrap(request.result) as unknown as Database,
      wrap(request.transaction as IDBTransaction) as unknown as VersionChange,
      newVersion ?? version,
    );
  });
  const database = await wrap(request as IDBRequest<unknown>);
  const opened = request.result;
  opened.addEventListener('versionchange', () => opened.close());
  return database as Database;
}

type VersionChange = IDBPTransaction<DecentrlSchema, StoreName[], 'versionchange'>;

function upgrade(database: Database, transaction: VersionChange, version: number): void {
  // Its failure comes out of the opening itself.
  transaction.done.catch(() => undefined);
  for (const { name, since, keyPath, autoIncrement = false, indexes = [] } of STORES) {
    if (since > version) continue;
    if (!database.objectStoreNames.contains(name))
      database.createObjectStore(name, { keyPath, autoIncrement });
    const store = unwrap(transaction.objectStore(name));
    for (const index of indexes) {
      if (!store.indexNames.contains(index.name))
        store.createIndex(index.name, index.name, { multiEntry: index.multiEntry });
    }
  }
}
