import type { Tx } from '../database/schema.ts';

/** Every DID known here under a signing key, lapsed ones too (`FIND_IDENTITIES`). */
export async function findDidsOfKey(tx: Tx, signingKey: string): Promise<string[]> {
  const rows = await tx
    .selectFrom('identities')
    .select('did')
    .where('signing_key', '=', signingKey)
    .orderBy('id')
    .limit(100)
    .execute();
  return rows.map((row) => row.did);
}
