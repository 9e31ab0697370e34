import type { AnchorMemory } from '../anchor/anchor-memory.ts';
import type { Database } from '../store/database.ts';
import { writeTransaction } from '../store/write-transaction.ts';

/** What the anchor reader remembers, on this disk in clear: lists and index files that everybody can read. */
export function createAnchorRows(db: Database): AnchorMemory {
  return {
    load: async (key) => (await db.get('anchor_memory', key))?.value,
    async loadAll(prefix) {
      const rows = await db.getAll('anchor_memory', IDBKeyRange.bound(prefix, `${prefix}\uffff`));
      return rows.map(({ value }) => value);
    },
    save: (rows) =>
      writeTransaction(db, ['anchor_memory'], async (tx) => {
        const store = tx.objectStore('anchor_memory');
        await Promise.all(rows.map(({ key, value }) => store.put({ key, value })));
      }),
  };
}
