import { hex, randomBytes } from '../crypto/bytes.ts';
import type { StorageArea } from '../platform/storage-area.ts';
import { StorageUnusableError } from '../rpc/errors.ts';
import { type Database, openDatabase } from './database.ts';

const KEY = 'storage.bucket';

/** What this needs of `navigator.storageBuckets`, which Chromium has and Firefox has not. */
export interface StorageBuckets {
  open(
    name: string,
    options: { persisted: boolean; durability: 'strict' },
  ): Promise<{ indexedDB: IDBFactory }>;
}

/**
 * Where the database is. Chromium keeps all databases of an origin in one folder, and a file lost there makes each of them
 * impossible to open and to delete, for good (threats.md R-11). A storage bucket is a folder of its own; which one is used
 * is written in `storage.local`, where the second copy of the vault is too.
 */
export interface StoragePlace {
  /** Opens the database of the present place. Throws `StorageUnusableError`; that may pass, so nothing is changed by it. */
  open(): Promise<Database>;
  /**
   * Goes on with an empty database in a new bucket, because the person wants it; nothing if the present one opens after
   * all, so that one disk never has two histories. Throws `StorageUnusableError` where the browser has no buckets.
   */
  beginAnew(): Promise<void>;
  /** Writes down again which place is used, after everything in `storage.local` was erased. */
  remember(): Promise<void>;
}

/** Makes the place over the local area. */
export function createStoragePlace({
  local,
  buckets,
}: {
  local: Pick<StorageArea, 'get' | 'set'>;
  buckets: StorageBuckets | undefined;
}): StoragePlace {
  let used: string | undefined;

  async function factory(): Promise<IDBFactory> {
    const bucket = await local.get<string>(KEY);
    used = bucket;
    if (bucket === undefined || buckets === undefined) return indexedDB;
    return (await buckets.open(bucket, { persisted: true, durability: 'strict' })).indexedDB;
  }

  async function open(): Promise<Database> {
    try {
      return await openDatabase(undefined, undefined, await factory());
    } catch (cause) {
      throw new StorageUnusableError(buckets !== undefined, { cause });
    }
  }

  return {
    open,
    async beginAnew() {
      try {
        (await open()).close();
      } catch (error) {
        if (buckets === undefined) throw error;
        await local.set(KEY, `decentrl-${hex(randomBytes(8))}`);
      }
    },
    async remember() {
      if (used !== undefined) await local.set(KEY, used);
    },
  };
}
