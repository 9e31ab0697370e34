import type { Tx } from '../database/schema.ts';
import type { BindingRow } from './binding-row.ts';

/** A binding by its row, which is never removed. @throws when there is none */
export async function findBinding(tx: Tx, id: number | null): Promise<BindingRow> {
  return tx.selectFrom('address_bindings').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
}
