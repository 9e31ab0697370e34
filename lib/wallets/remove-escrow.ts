import { type Domain, exclusively } from '../domain/domain.ts';

/** Takes an escrow from the list; its key stays remembered, and wallets linked there stay linked. */
export async function removeEscrow(domain: Domain, did: string): Promise<void> {
  await exclusively(domain, async () => {
    const known = await domain.tables.escrows.get(did);
    if (known !== undefined) await domain.tables.escrows.put({ ...known, from: 'seen' });
  });
  domain.changes.popup('settings');
}
