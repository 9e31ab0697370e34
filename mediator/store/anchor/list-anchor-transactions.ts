import type { Database } from '../database/schema.ts';
import type { AnchorTransaction } from './insert-anchor-transaction.ts';

/** The transactions of one index file under one nonce, newest first. */
export function listAnchorTransactions(
  db: Database,
  file: { id: number; nonce: number | null },
): Promise<AnchorTransaction[]> {
  return db
    .selectFrom('anchor_transactions')
    .selectAll()
    .where('index_file', '=', file.id)
    .where('nonce', '=', file.nonce ?? -1)
    .orderBy('signed_at', 'desc')
    .orderBy('hash')
    .execute();
}
