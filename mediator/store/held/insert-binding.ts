import type { Tx } from '../database/schema.ts';
import type { BindingRow } from './binding-row.ts';

/** Writes a verified binding down. */
export async function insertBinding(
  tx: Tx,
  row: Omit<BindingRow, 'id' | 'closed_at' | 'moved'>,
): Promise<void> {
  await tx
    .insertInto('address_bindings')
    .values({ ...row, closed_at: null, moved: null })
    .execute();
}
