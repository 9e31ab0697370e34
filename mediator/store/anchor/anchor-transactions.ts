import type { Selectable } from 'kysely';
import type { Database, Schema, Tx } from '../database/schema.ts';

/** A signed transaction of one index file. */
export type AnchorTransaction = Selectable<Schema['anchor_transactions']>;

/** Keeps a signed transaction; it may be sent once this is committed. */
export async function insertTransaction(tx: Tx, transaction: AnchorTransaction): Promise<void> {
  await tx
    .insertInto('anchor_transactions')
    .values(transaction)
    .onConflict((c) => c.column('hash').doNothing())
    .execute();
}

/** The transactions of one index file under one nonce, newest first. */
export function transactionsOf(
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
