import type { JSX } from 'preact';
import type { WalletView } from '../../lib/api/popup/popup-rpc.ts';
import { useCompanion } from '../companion/companion-context.ts';
import { useAction } from '../companion/use-action.ts';
import { shortAddress } from '../text/address-text.ts';
import { ActionDialog } from '../ui/action-dialog.tsx';

/** Asks before the link of a wallet is taken back. */
export function RevokeWallet({ wallet, onClose }: { wallet: WalletView; onClose(): void }): JSX.Element {
  const { t, client, refresh } = useCompanion();
  const { address, chainId, escrow } = wallet;
  const revoke = useAction(async () => {
    await client.request('wallets_revoke', { address, chainId, escrow });
    await refresh(['wallets']);
    onClose();
  });
  return (
    <ActionDialog
      testid="wallet"
      title={t('walletRevokeTitle', shortAddress(wallet.checksummed))}
      label={t('walletRevoke')}
      tone="danger"
      action={revoke}
      onClose={onClose}
    >
      <p>{t('walletRevokeBody', wallet.escrowName)}</p>
    </ActionDialog>
  );
}
