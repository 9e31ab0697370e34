import type { Tx } from '../database/schema.ts';
import type { NonceRow } from './insert-binding-nonce.ts';

/** Uses a nonce up, for ever; undefined when it was never given out, was used, or is too old. */
export async function takeBindingNonce(tx: Tx, nonce: string): Promise<NonceRow | undefined> {
  return tx.deleteFrom('binding_nonces').where('nonce', '=', nonce).returningAll().executeTakeFirst();
}
