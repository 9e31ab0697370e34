import type { Selectable } from 'kysely';
import type { Database, Schema, Tx } from '../database/schema.ts';

type NonceRow = Selectable<Schema['binding_nonces']>;

/** Remembers a nonce given out for one DID, address and chain. */
export async function giveNonce(tx: Tx, nonce: NonceRow): Promise<void> {
  await tx.insertInto('binding_nonces').values(nonce).execute();
}

/** Takes a nonce back for ever; undefined when it was never given out, or is used up or forgotten. */
export async function takeNonce(tx: Tx, nonce: string): Promise<NonceRow | undefined> {
  return tx.deleteFrom('binding_nonces').where('nonce', '=', nonce).returningAll().executeTakeFirst();
}

/** Forgets nonces given out before a time; nobody can use them any more. */
export async function forgetNonces(tx: Tx, before: number): Promise<void> {
  await tx.deleteFrom('binding_nonces').where('issued_at', '<', before).execute();
}

/** Tells whether a nonce was given out and waits for its binding, or is the one of a binding. */
export async function isNonceKnown(db: Database | Tx, nonce: string): Promise<boolean> {
  for (const table of ['binding_nonces', 'address_bindings'] as const) {
    const row = await db.selectFrom(table).select('nonce').where('nonce', '=', nonce).executeTakeFirst();
    if (row) return true;
  }
  return false;
}
