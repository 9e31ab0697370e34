import { hex, randomBytes } from '../crypto/bytes.ts';
import { StorageUnusableError } from '../errors/errors.ts';
import type { StorageArea } from '../platform/storage-area.ts';
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
 * impossible to open and to delete, for good (security.md R-11). A storage bucket is a folder of its own; which one is used
 * is written in `storage.local`, where the second copy of the vault is too.
 */
export interface StoragePlace {
  /**
   * Opens the database of the present place. Throws `StorageUnusableError`; that may pass, so nothing is changed by it. Where
   * `storage.local` cannot be read, the place is not known, and the browser's own error comes out.
   */
  open(): Promise<Database>;
  /**
   * Goes on with an empty database in a new bucket, because the person wants it; nothing if the present one opens after
   * all, so that one disk never has two histories. Throws `StorageUnusableError` where there is no other place, or none
   * that opens (a full disk): then the present one stays.
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
  let beginning: Promise<void> | null = null;

  async function present(): Promise<string | undefined> {
    used = (await local.get<string>(KEY)) ?? used;
    return used;
  }

  async function openIn(bucket: string | undefined): Promise<Database> {
    try {
      if (bucket === undefined) return await openDatabase();
      if (buckets === undefined) throw new Error('This browser has no storage buckets.');
      const { indexedDB } = await buckets.open(bucket, { persisted: true, durability: 'strict' });
      return await openDatabase(undefined, undefined, indexedDB);
    } catch (cause) {
      throw new StorageUnusableError(buckets !== undefined && isDamage(cause), { cause });
    }
  }

  async function begin(): Promise<void> {
    const bucket = await present();
    const failure = await openIn(bucket).then(
      (db) => db.close(),
      (error: StorageUnusableError) => error,
    );
    if (failure === undefined) return;
    if (!failure.canBeginAnew) throw failure;
    const fresh = `decentrl-${hex(randomBytes(8))}`;
    (await openIn(fresh)).close();
    await local.set(KEY, fresh);
    used = fresh;
  }

  return {
    open: async () => openIn(await present()),
    beginAnew() {
      beginning ??= begin().finally(() => {
        beginning = null;
      });
      return beginning;
    },
    async remember() {
      if (used !== undefined) await local.set(KEY, used);
    },
  };
}

/** What a browser says of files it cannot read; not of a newer version's database, nor of an upgrade that failed. */
function isDamage(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'UnknownError';
}
