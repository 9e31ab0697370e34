import type { Database } from './database.ts';
import type { StoreName, WriteTx } from './schema.ts';
import { asStorageFailure } from './storage-failure.ts';

/**
 * Runs `work` in one transaction over `stores` and resolves once it is on the disk (`durability: 'strict'`, security.md
 * L-20): all of it or, when anything throws, nothing. Inside `work` await nothing but requests of `tx`: a WebCrypto
 * promise would end the transaction, sometimes only sometimes, so encrypt before. Throws StorageError on a full disk.
 */
export async function writeTransaction<T>(
  db: Database,
  stores: readonly StoreName[],
  work: (tx: WriteTx) => T | Promise<T>,
): Promise<T> {
  try {
    const tx = db.transaction([...stores], 'readwrite', { durability: 'strict' });
    tx.done.catch(() => undefined);
    try {
      const result = await work(tx);
      await tx.done;
      return result;
    } catch (error) {
      try {
        tx.abort();
      } catch {
        // Already over, by the failure itself.
      }
      throw error;
    }
  } catch (error) {
    throw asStorageFailure(error);
  }
}
