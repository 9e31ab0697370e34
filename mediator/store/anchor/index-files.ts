import type { Selectable } from 'kysely';
import type { Database, Schema, Tx } from '../database/schema.ts';

/** An index file and how far its anchor is. */
export type IndexFileRow = Selectable<Schema['index_files']>;

/** A listed CID that is in no index file yet. */
export interface WaitingCid {
  seq: number;
  cid: string;
  room_id: string;
}

const CHUNK = 500;

/** Waiting CIDs listed before a time, in the order they were listed. */
export async function listWaiting(tx: Tx, before: number, limit: number): Promise<WaitingCid[]> {
  return tx
    .selectFrom('listed_cids')
    .select(['seq', 'cid', 'room_id'])
    .where('index_file', 'is', null)
    .where('listed_at', '<', before)
    .orderBy('seq')
    .limit(limit)
    .execute();
}

/** How many CIDs wait, counted no further than `upTo`. */
export async function countWaiting(db: Database | Tx, upTo: number): Promise<number> {
  const row = await db
    .selectFrom((q) =>
      q
        .selectFrom('listed_cids')
        .select('seq')
        .where('index_file', 'is', null)
        .orderBy('seq')
        .limit(upTo)
        .as('waiting'),
    )
    .select((e) => e.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

/** When the newest index file was made, 0 before the first. */
export async function lastBuiltAt(tx: Tx): Promise<number> {
  const row = await tx
    .selectFrom('index_files')
    .select('built_at')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.built_at ?? 0;
}

/** Adds an index file and puts the listed rows into it, each of which must still wait. */
export async function insertIndexFile(
  tx: Tx,
  { cid, now, seqs }: { cid: string; now: number; seqs: number[] },
): Promise<void> {
  const { id } = await tx
    .insertInto('index_files')
    .values({ cid, built_at: now, state: 'built' })
    .returning('id')
    .executeTakeFirstOrThrow();
  for (let at = 0; at < seqs.length; at += CHUNK) {
    await tx
      .updateTable('listed_cids')
      .set({ index_file: id })
      .where('seq', 'in', seqs.slice(at, at + CHUNK))
      .execute();
  }
}

/** The oldest index files in a state, of one contract unless they were never sent anywhere. */
export function filesIn(
  db: Database,
  state: IndexFileRow['state'],
  { chainId, contract }: { chainId: number; contract: string },
  limit: number,
): Promise<IndexFileRow[]> {
  let select = db.selectFrom('index_files').selectAll().where('state', '=', state);
  if (state !== 'built') select = select.where('chain_id', '=', chainId).where('contract', '=', contract);
  return select.orderBy('id').limit(limit).execute();
}

/** Changes an index file that is still in the state it was seen in; false when it is not. */
export async function moveFile(
  tx: Tx,
  { id, state }: IndexFileRow,
  change: Partial<Omit<IndexFileRow, 'id' | 'cid' | 'built_at'>>,
): Promise<boolean> {
  const rows = await tx
    .updateTable('index_files')
    .set(change)
    .where('id', '=', id)
    .where('state', '=', state)
    .returning('id')
    .execute();
  return rows.length > 0;
}

/** The position after the last one known in a contract's list. */
export async function nextEntry(
  db: Database,
  { chainId, contract }: { chainId: number; contract: string },
): Promise<number> {
  const row = await db
    .selectFrom('index_files')
    .select((e) => e.fn.max('entry').as('entry'))
    .where('state', '=', 'finalized')
    .where('chain_id', '=', chainId)
    .where('contract', '=', contract)
    .executeTakeFirst();
  return row?.entry === null || row?.entry === undefined ? 0 : Number(row.entry) + 1;
}

/** The highest nonce given to an anchor on a chain that is not final, -1 without one. */
export async function highestOpenNonce(db: Database, chainId: number): Promise<number> {
  const row = await db
    .selectFrom('index_files')
    .select((e) => e.fn.max('nonce').as('nonce'))
    .where('state', 'in', ['sent', 'mined'])
    .where('chain_id', '=', chainId)
    .executeTakeFirst();
  return row?.nonce === null || row?.nonce === undefined ? -1 : Number(row.nonce);
}

/** The index file that lists a CID, or that has it. Undefined for one that is listed but in no file yet. */
export async function findListing(db: Database, cid: string): Promise<IndexFileRow | undefined> {
  const listed = await db
    .selectFrom('listed_cids')
    .innerJoin('index_files', 'index_files.id', 'listed_cids.index_file')
    .selectAll('index_files')
    .where('listed_cids.cid', '=', cid)
    .executeTakeFirst();
  return listed ?? db.selectFrom('index_files').selectAll().where('cid', '=', cid).executeTakeFirst();
}
