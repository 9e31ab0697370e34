import type { Tx } from '../database/schema.ts';
import type { ContractRow } from './contract-row.ts';

/** The one completion of a request that is stored here. */
export async function findCompletion(
  tx: Tx,
  requestorDid: string,
  requestorEncryptionPublicKey: string,
): Promise<ContractRow | undefined> {
  return tx
    .selectFrom('contracts')
    .selectAll()
    .where('requestor_did', '=', requestorDid)
    .where('requestor_encryption_public_key', '=', requestorEncryptionPublicKey)
    .executeTakeFirst();
}
