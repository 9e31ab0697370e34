import { change } from '../domain/change.ts';
import type { ConnectedDomain } from '../domain/connected-domain.ts';
import { addressKey } from '../domain/records/address-record.ts';
import { walletKey } from '../domain/records/wallet-record.ts';
import { CommandRefusedError } from '../mediator-client/command-refused-error.ts';
import type { ChainAddress } from './ask-escrow.ts';

/**
 * Takes a link back at one escrow, by the DID's word (address-messaging.md §1.10). Nothing is held for the wallet afterwards
 * either. One the escrow no longer knows is gone as well. Throws as `CommandClient.send`.
 */
export async function revokeLink(
  domain: ConnectedDomain,
  target: ChainAddress,
  escrow: string,
): Promise<void> {
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
    await change(domain, async (tx) => {
      const others = (await tx.tables.wallets.getAll()).filter((one) => walletKey(one) !== walletKey(row));
      const isElsewhere = others.some(
        (one) =>
          one.identityIndex === row.identityIndex &&
          one.chainId === chainId &&
          one.address === address &&
          one.linked !== null,
      );
      tx.remove('wallets', walletKey(row));
      if (!isElsewhere) tx.remove('addresses', addressKey(row.identityIndex, chainId, address));
      tx.after(() => tx.changes.popup('wallets'));
    });
  }
}
