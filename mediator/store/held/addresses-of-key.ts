import type { Database, Tx } from '../database/schema.ts';

/** The addresses, by chain, that a signing key has an open binding of, one that waits to take effect too. */
export function addressesOfKey(
  db: Database | Tx,
  signingKey: string,
): Promise<{ address: string; chain_id: number }[]> {
  return db
    .selectFrom('address_bindings')
    .select(['address', 'chain_id'])
    .where('signing_key', '=', signingKey)
    .where('closed_at', 'is', null)
    .distinct()
    .execute();
}
