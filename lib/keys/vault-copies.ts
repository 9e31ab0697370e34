import { StorageError } from '../errors/errors.ts';
import type { LocalArea } from '../platform/local-area.ts';
import type { Database } from '../store/database.ts';
import { writeTransaction } from '../store/write-transaction.ts';
import { decodeVault, type VaultRecord } from './vault-record.ts';

const LOCAL_KEY = 'vault';
const ROW_KEY = 'record';

/** One readable copy of the vault. */
export interface VaultCopy {
  text: string;
  record: VaultRecord;
}

/** What the two places hold. */
export interface VaultReading {
  /** Readable copies, newest first, each text once. */
  copies: VaultCopy[];
  /** Nothing is there at all. */
  empty: boolean;
  /** Both places hold the same readable text. */
  intact: boolean;
}

/**
 * The two places of the vault: IndexedDB and `storage.local`, written in this order, so that a death in between leaves one
 * whole copy of either state. The browser keeps them in different files; one may be lost (security.md L-16, R-11).
 */
export interface VaultCopies {
  read(): Promise<VaultReading>;
  write(text: string): Promise<void>;
  /** Makes every place hold `text`; call it only with a copy that a key has authenticated. Never throws. */
  repair(text: string): Promise<void>;
  erase(): Promise<void>;
}

/** Makes the pair of places over the database and the local area. */
export function createVaultCopies({ db, local }: { db: Database; local: LocalArea }): VaultCopies {
  const places = {
    database: {
      read: async () => (await db.get('vault', ROW_KEY))?.value,
      write: (text: string) =>
        writeTransaction(db, ['vault'], async (tx) => {
          await tx.objectStore('vault').put({ key: ROW_KEY, value: text });
        }),
    },
    local: {
      read: () => local.get<unknown>(LOCAL_KEY),
      write: (text: string) =>
        local.set(LOCAL_KEY, text).catch((cause: unknown) => {
          throw new StorageError(undefined, { cause });
        }),
    },
  };
  // A place that cannot even be read counts as damaged, not as empty: a new vault must not be offered in its stead.
  const unreadable = Symbol('unreadable');
  const readBoth = () =>
    Promise.all(
      [places.database, places.local].map((place) => place.read().catch(() => unreadable as unknown)),
    );

  return {
    async read() {
      const found = await readBoth();
      const copies: VaultCopy[] = [];
      for (const text of new Set(found)) {
        try {
          copies.push({ text: text as string, record: decodeVault(text) });
        } catch {
          // Damaged: the other copy has to do.
        }
      }
      copies.sort((a, b) => b.record.revision - a.record.revision);
      return {
        copies,
        empty: found.every((copy) => copy === undefined),
        intact: copies.length === 1 && found[0] === found[1],
      };
    },
    async write(text) {
      await places.database.write(text);
      await places.local.write(text);
    },
    async repair(text) {
      const found = await readBoth();
      const writes = [places.database, places.local].filter((_, at) => found[at] !== text);
      await Promise.allSettled(writes.map((place) => place.write(text)));
    },
    async erase() {
      await writeTransaction(db, ['vault'], (tx) => tx.objectStore('vault').delete(ROW_KEY));
      await local.remove(LOCAL_KEY);
    },
  };
}
