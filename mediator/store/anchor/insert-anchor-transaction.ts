import type { Selectable } from 'kysely';
import type { Schema, Tx } from '../database/schema.ts';

/** A signed transaction of one index file. */
export type AnchorTransaction = Selectable<Schema['anchor_transactions']>;

/** Stores a signed transaction; it may be sent once this is committed. */
export async function insertAnchorTransaction(tx: Tx, transaction: AnchorTransaction): Promise<void> {
  await tx
    .insertInto('anchor_transactions')
    .values(transaction)
    .onConflict((c) => c.column('hash').doNothing())
    .execute();
}
