import { randomBytes } from 'node:crypto';
import { rawCid } from '../../lib/protocol/cid.ts';
import { buildIndexFiles } from '../../lib/protocol/index-file.ts';
import { publishBlock } from '../ipfs/publish-block.ts';
import { countUnindexedCids } from '../store/anchor/count-unindexed-cids.ts';
import { insertIndexFile } from '../store/anchor/insert-index-file.ts';
import { lastIndexFileAt } from '../store/anchor/last-index-file-at.ts';
import { listUnindexedCids, type UnindexedCid } from '../store/anchor/list-unindexed-cids.ts';
import type { Tx } from '../store/database/schema.ts';

/** When new CIDs become an index file. Seconds. */
export interface Batching {
  intervalSeconds: number;
  count: number;
  now: number;
}

// What can be built without anybody noticing the pause.
const MAX_ROWS = 8_192;
const MIN_ENTRIES = 16;
const MIN_SPACING_SECONDS = 60;

/**
 * Makes index files of the CIDs that wait, publishes them, and gives how many were made; all in the caller's transaction,
 * so that a CID is in exactly one file and a file, once known, never changes (address-messaging.md §4.3).
 *
 * Files are made at whole multiples of the interval, and padded with entries of nobody to a power of two, so that neither
 * their time nor their size tells how much was said (B-19). A full count comes earlier, at most once a minute: somebody who
 * saves without end must not spend the anchoring account.
 */
export async function buildIndex(tx: Tx, { intervalSeconds, count, now }: Batching): Promise<number> {
  const boundary = Math.floor(now / intervalSeconds) * intervalSeconds;
  const due = await listUnindexedCids(tx, boundary, 1);
  if (due.length === 0) {
    if ((await countUnindexedCids(tx, count)) < count) return 0;
    if (now - (await lastIndexFileAt(tx)) < Math.min(MIN_SPACING_SECONDS, intervalSeconds)) return 0;
  }
  const rows = await listUnindexedCids(tx, due.length === 0 ? now + 1 : boundary, MAX_ROWS);
  const files = buildIndexFiles(padded(rows));
  const rowOf = new Map(rows.map((row) => [row.cid, row]));
  for (const { cid, bytes, entries } of files) {
    const seqs = entries.flatMap((entry) => rowOf.get(entry.cid)?.seq ?? []);
    await insertIndexFile(tx, { cid, now, seqs });
    await publishBlock(tx, { cid, bytes, now });
  }
  return files.length;
}

/** The rows and as many invented ones as are missing to a power of two, by room; the order within a room stays. */
function padded(rows: UnindexedCid[]): { roomId: string; cid: string }[] {
  const entries = rows.map((row) => ({ roomId: row.room_id, cid: row.cid }));
  const size = Math.max(MIN_ENTRIES, 2 ** Math.ceil(Math.log2(rows.length)));
  while (entries.length < size) {
    entries.push({ roomId: randomBytes(32).toString('hex'), cid: rawCid(randomBytes(32)) });
  }
  return entries.sort((a, b) => (a.roomId < b.roomId ? -1 : a.roomId > b.roomId ? 1 : 0));
}
