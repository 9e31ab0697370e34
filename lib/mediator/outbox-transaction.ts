import type { SealedOutboxRow } from './outbox-row.ts';

/** The part of an `idb` readwrite transaction the outbox needs; any transaction over `outbox` and other stores fits. */
export interface OutboxTransaction {
  objectStore(name: 'outbox'): {
    add(row: SealedOutboxRow): Promise<unknown>;
    delete(key: number): Promise<void>;
    index(name: 'id'): { getKey(id: string): Promise<number | undefined> };
  };
}
