import type { Database, Tx } from '../database/schema.ts';

/** Tells whether a nonce was given out and waits for its binding, or is the one of a binding. */
export async function isBindingNonceKnown(db: Database | Tx, nonce: string): Promise<boolean> {
  for (const table of ['binding_nonces', 'address_bindings'] as const) {
    const row = await db.selectFrom(table).select('nonce').where('nonce', '=', nonce).executeTakeFirst();
    if (row) return true;
  }
  return false;
}
