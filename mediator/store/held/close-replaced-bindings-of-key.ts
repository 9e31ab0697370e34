import type { Tx } from '../database/schema.ts';
import { addressesOfKey } from './addresses-of-key.ts';
import { closeReplacedBindings } from './close-replaced-bindings.ts';

/** Closes the replaced bindings of every address that a signing key has a binding of. */
export async function closeReplacedBindingsOfKey(tx: Tx, signingKey: string, now: number): Promise<void> {
  for (const { address, chain_id } of await addressesOfKey(tx, signingKey))
    await closeReplacedBindings(tx, { address, chainId: chain_id }, now);
}
