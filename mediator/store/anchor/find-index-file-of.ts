import type { Database } from '../database/schema.ts';
import type { IndexFileRow } from './index-file-row.ts';

/** The index file that lists a CID, or that has it. Undefined for one that is listed but in no file yet. */
export async function findIndexFileOf(db: Database, cid: string): Promise<IndexFileRow | undefined> {
  const listed = await db
    .selectFrom('listed_cids')
    .innerJoin('index_files', 'index_files.id', 'listed_cids.index_file')
    .selectAll('index_files')
    .where('listed_cids.cid', '=', cid)
    .executeTakeFirst();
  return listed ?? db.selectFrom('index_files').selectAll().where('cid', '=', cid).executeTakeFirst();
}
