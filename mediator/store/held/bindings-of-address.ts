import type { Database, Tx } from '../database/schema.ts';
import type { BindingRow } from './binding-row.ts';

/** Who answers for an address on a chain. `last` took effect last, whether it was closed since or not. */
export interface AddressBindings {
  active: BindingRow | null;
  /** A changed binding that waits to take effect; while it does, the address is handed over to neither. */
  pending: BindingRow | null;
  last: BindingRow | null;
}

/** Who answers for an address at `now` (whole seconds), also where the sweeper did not close what was replaced yet. */
export async function bindingsOfAddress(
  db: Database | Tx,
  { address, chainId, now }: { address: string; chainId: number; now: number },
): Promise<AddressBindings> {
  const rows = await db
    .selectFrom('address_bindings')
    .selectAll()
    .where('address', '=', address)
    .where('chain_id', '=', chainId)
    .orderBy('id')
    .execute();
  const isOpen = (row: BindingRow) => row.closed_at === null;
  return {
    active: rows.findLast((row) => isOpen(row) && row.effective_at <= now) ?? null,
    pending: rows.findLast((row) => isOpen(row) && row.effective_at > now) ?? null,
    last: rows.findLast((row) => row.effective_at <= (row.closed_at ?? now)) ?? null,
  };
}
