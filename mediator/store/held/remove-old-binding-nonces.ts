import type { Tx } from '../database/schema.ts';

/** Removes nonces given out before a time; nobody can use them any more. */
export async function removeOldBindingNonces(tx: Tx, before: number): Promise<void> {
  await tx.deleteFrom('binding_nonces').where('issued_at', '<', before).execute();
}
