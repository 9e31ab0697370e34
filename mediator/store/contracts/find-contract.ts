import type { Tx } from '../database/schema.ts';
import type { ContractRow } from './contract-row.ts';

/** The contract under an id, revoked or not. */
export async function findContract(tx: Tx, contractId: string): Promise<ContractRow | undefined> {
  return tx.selectFrom('contracts').selectAll().where('contract_id', '=', contractId).executeTakeFirst();
}
