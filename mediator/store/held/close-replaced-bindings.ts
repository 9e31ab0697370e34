import type { Tx } from '../database/schema.ts';
import { closeBinding } from './close-binding.ts';

/** Closes the bindings of one address on one chain that a changed one replaces, once that one's wait is over. */
export async function closeReplacedBindings(
  tx: Tx,
  of: { address: string; chainId: number },
  now: number,
): Promise<void> {
  const due = await tx
    .selectFrom('address_bindings')
    .select('id')
    .where('address', '=', of.address)
    .where('chain_id', '=', of.chainId)
    .where('closed_at', 'is', null)
    .where('effective_at', '<=', now)
    .orderBy('id')
    .execute();
  for (const { id } of due.slice(0, -1)) await closeBinding(tx, id, now);
}
