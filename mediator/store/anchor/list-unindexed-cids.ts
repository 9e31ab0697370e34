import type { Tx } from '../database/schema.ts';

/** A listed CID that is in no index file yet. */
export interface UnindexedCid {
  seq: number;
  cid: string;
  room_id: string;
}

/** CIDs listed before a time and in no index file yet, in the order they were listed. */
export async function listUnindexedCids(tx: Tx, before: number, limit: number): Promise<UnindexedCid[]> {
  return tx
    .selectFrom('listed_cids')
    .select(['seq', 'cid', 'room_id'])
    .where('index_file', 'is', null)
    .where('listed_at', '<', before)
    .orderBy('seq')
    .limit(limit)
    .execute();
}
