import type { Cipher } from '../../store/cipher.ts';
import type { Database } from '../../store/database.ts';

/** How far this device has read its own stored events. `after` is the mediator's second; `ids` those read at or near it. */
export interface StoredCursor {
  after: number;
  ids: string[];
}

export interface StoredCursors {
  get(did: string): Promise<StoredCursor>;
  put(did: string, cursor: StoredCursor): Promise<void>;
}

const BEGINNING: StoredCursor = { after: 0, ids: [] };

/** Cursors in the store `cursors`, under blinded names. One that was lost begins again, which costs time and nothing else. */
export function createStoredCursors({ db, cipher }: { db: Database; cipher: Cipher }): StoredCursors {
  const rowKey = (did: string) => cipher.blind(`cursors/stored/${did}`);
  return {
    async get(did) {
      const row = await db.get('cursors', await rowKey(did));
      return isCursor(row?.value) ? row.value : BEGINNING;
    },
    async put(did, cursor) {
      await db.put('cursors', { key: await rowKey(did), value: cursor });
    },
  };
}

function isCursor(value: unknown): value is StoredCursor {
  const cursor = value as Partial<StoredCursor> | undefined;
  return Number.isSafeInteger(cursor?.after) && Array.isArray(cursor?.ids);
}
