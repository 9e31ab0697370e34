import type { Selectable } from 'kysely';
import type { Schema, Tx } from '../database/schema.ts';

/** A nonce with what it was given out for. */
export type NonceRow = Selectable<Schema['binding_nonces']>;

/** Remembers a nonce given out for one DID, address and chain. */
export async function insertBindingNonce(tx: Tx, nonce: NonceRow): Promise<void> {
  await tx.insertInto('binding_nonces').values(nonce).execute();
}
