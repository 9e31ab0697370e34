import type { Tx } from '../database/schema.ts';

/** Tells whether an address was ever bound on a chain: from then on nothing is held for it (address-messaging.md §1.9). */
export async function wasBound(tx: Tx, address: string, chainId: number): Promise<boolean> {
  const row = await tx
    .selectFrom('address_bindings')
    .select('id')
    .where('address', '=', address)
    .where('chain_id', '=', chainId)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
