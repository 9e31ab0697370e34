import type { Tx } from '../database/schema.ts';

/** A CID to be named in an index file. */
export interface CidRow {
  /** CIDv1, base32. */
  cid: string;
  /** Salted hash, 64 hex digits: it will be public. */
  roomId: string;
  /** Whole seconds. */
  now: number;
}

/**
 * Lists a CID in the transaction of the caller; the anchor worker does the rest whenever it runs (address-messaging.md §4.2).
 * A CID that is listed already stays as it was: none is ever listed twice.
 */
export async function listCid(tx: Tx, { cid, roomId, now }: CidRow): Promise<void> {
  await tx
    .insertInto('listed_cids')
    .values({ cid, room_id: roomId, listed_at: now, index_file: null })
    .onConflict((c) => c.column('cid').doNothing())
    .execute();
}
