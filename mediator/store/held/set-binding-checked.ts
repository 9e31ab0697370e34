import type { Tx } from '../database/schema.ts';

/** Remembers when a contract wallet last confirmed a binding. */
export async function setBindingChecked(tx: Tx, id: number, now: number): Promise<void> {
  await tx.updateTable('address_bindings').set({ checked_at: now }).where('id', '=', id).execute();
}
