import type { Tx } from '../database/schema.ts';
import { closeReplacedBindings } from './close-replaced-bindings.ts';

/** Closes the replaced bindings of every address; for the sweeper, since it looks at all open ones. */
export async function closeAllReplacedBindings(tx: Tx, now: number): Promise<void> {
  const changed = await tx
    .selectFrom('address_bindings')
    .select(['address', 'chain_id'])
    .where('closed_at', 'is', null)
    .where('effective_at', '<=', now)
    .groupBy(['address', 'chain_id'])
    .having((e) => e.fn.countAll(), '>', 1)
    .execute();
  for (const { address, chain_id } of changed)
    await closeReplacedBindings(tx, { address, chainId: chain_id }, now);
}
