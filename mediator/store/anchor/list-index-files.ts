import type { Database } from '../database/schema.ts';
import type { IndexFileRow } from './index-file-row.ts';

/** The oldest index files in a state, of one contract unless they were never sent anywhere. */
export function listIndexFiles(
  db: Database,
  state: IndexFileRow['state'],
  { chainId, contract }: { chainId: number; contract: string },
  limit: number,
): Promise<IndexFileRow[]> {
  let select = db.selectFrom('index_files').selectAll().where('state', '=', state);
  if (state !== 'built') select = select.where('chain_id', '=', chainId).where('contract', '=', contract);
  return select.orderBy('id').limit(limit).execute();
}
