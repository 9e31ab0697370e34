import { change } from '../domain/change.ts';
import type { Domain } from '../domain/domain.ts';

/** Takes an escrow from the list; its key stays remembered, and wallets linked there stay linked. */
export async function removeEscrow(domain: Domain, did: string): Promise<void> {
  await change(domain, async (tx) => {
    const known = await tx.tables.escrows.get(did);
    if (known === undefined) return;
    tx.put('escrows', { ...known, from: 'seen' });
    tx.after(() => tx.changes.popup('settings'));
  });
}
