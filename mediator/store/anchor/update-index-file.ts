import type { Tx } from '../database/schema.ts';
import type { IndexFileRow } from './index-file-row.ts';

/** Changes an index file that is still in the state it was seen in; false when it is not. */
export async function updateIndexFile(
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
