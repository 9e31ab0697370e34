import type { Tx } from '../database/schema.ts';
import type { BindingRow } from './binding-row.ts';

/** A binding by the nonce it was signed over. */
export async function findBindingByNonce(tx: Tx, nonce: string): Promise<BindingRow | undefined> {
  return tx.selectFrom('address_bindings').selectAll().where('nonce', '=', nonce).executeTakeFirst();
}
