import type { Tx } from '../database/schema.ts';

/** Contracts a key is a party of, in order of id; revoked ones are not among them. */
export async function listContracts(
  tx: Tx,
  key: string,
  after: string,
  limit: number,
): Promise<{ contract_id: string; signed_contract: string }[]> {
  return tx
    .selectFrom('contracts')
    .select(['contract_id', 'signed_contract'])
    .where((e) => e.or([e('requestor_key', '=', key), e('recipient_key', '=', key)]))
    .where('revoked_at', 'is', null)
    .where('contract_id', '>', after)
    .orderBy('contract_id')
    .limit(limit)
    .execute();
}
