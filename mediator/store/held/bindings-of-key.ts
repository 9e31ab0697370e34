import type { Database, Tx } from '../database/schema.ts';
import { addressesOfKey } from './addresses-of-key.ts';
import type { BindingRow } from './binding-row.ts';
import { bindingsOfAddress } from './bindings-of-address.ts';

/** Bindings a signing key answers under at `now`, with whether a change of one is waiting. */
export async function bindingsOfKey(
  db: Database | Tx,
  signingKey: string,
  now: number,
): Promise<{ binding: BindingRow; changing: boolean }[]> {
  const bindings: { binding: BindingRow; changing: boolean }[] = [];
  for (const { address, chain_id } of await addressesOfKey(db, signingKey)) {
    const { active, pending } = await bindingsOfAddress(db, { address, chainId: chain_id, now });
    if (active?.signing_key === signingKey) bindings.push({ binding: active, changing: pending !== null });
  }
  return bindings;
}
