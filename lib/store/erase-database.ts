import type { Database } from './database.ts';
import { STORES, type StoreName } from './schema.ts';
import { writeTransaction } from './write-transaction.ts';

/** Empties every store but those in `keep`, in one transaction. Deleting the database instead would wait for every open popup. */
export async function eraseDatabase(db: Database, keep: readonly StoreName[] = []): Promise<void> {
  const names = STORES.map((store) => store.name).filter((name) => !keep.includes(name));
  await writeTransaction(db, names, async (tx) => {
    await Promise.all(names.map((name) => tx.objectStore(name).clear()));
  });
}
