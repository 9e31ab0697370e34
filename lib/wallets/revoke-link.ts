import { exclusively } from '../domain/domain.ts';
import type { HeldDomain } from '../domain/held-domain.ts';
import { addressKey } from '../domain/records/address-record.ts';
import { walletKey } from '../domain/records/wallet-record.ts';
import { collectWrites } from '../domain/writes.ts';
import { CommandRefusedError } from '../mediator-client/command-refused-error.ts';
import type { ChainAddress } from './ask-escrow.ts';

/**
 * Takes a link back at one escrow, by the DID's word (address-messaging.md §1.10). Nothing is held for the wallet afterwards
 * either. One the escrow no longer knows is gone as well. Throws as `CommandClient.send`.
 */
export async function revokeLink(domain: HeldDomain, target: ChainAddress, escrow: string): Promise<void> {
  const { chainId, address } = target;
  const all = await domain.tables.wallets.getAll();
  const rows = all.filter(
    (one) => one.chainId === chainId && one.address === address && one.escrow === escrow,
  );
  for (const row of rows) {
    const keys = await domain.keyring.identity(row.identityIndex);
    if (row.linked !== null) {
      await domain.commands
        .send<'REVOKE_ADDRESS_BINDING'>(keys, escrow, {
          channel: 'DIRECT_AUTHENTICATED',
          recipientDid: escrow,
          payload: { type: 'REVOKE_ADDRESS_BINDING', address, chain_id: chainId },
        })
        .catch((error: unknown) => {
          if (!(error instanceof CommandRefusedError && error.reason === 'NOT_FOUND')) throw error;
        });
    }
    await exclusively(domain, async () => {
      const writes = collectWrites(domain);
      writes.remove('wallets', walletKey(row));
      const isElsewhere = all.some(
        (one) =>
          one !== row &&
          one.identityIndex === row.identityIndex &&
          one.chainId === chainId &&
          one.address === address &&
          one.linked !== null,
      );
      if (!isElsewhere) writes.remove('addresses', addressKey(row.identityIndex, chainId, address));
      await writes.commit();
    });
  }
  domain.changes.popup('wallets');
}
