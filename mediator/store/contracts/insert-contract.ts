import type { Tx } from '../database/schema.ts';
import type { ContractRow } from './contract-row.ts';
import { pairOf } from './pair-of.ts';

/** Stores a contract whose request has no completion yet. */
export async function insertContract(tx: Tx, row: Omit<ContractRow, 'revoked_at'>): Promise<void> {
  const pair = pairOf(row.requestor_key, row.recipient_key);
  await tx
    .insertInto('contracts')
    .values({ ...row, pair, revoked_at: null })
    .execute();
}
