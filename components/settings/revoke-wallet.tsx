import type { JSX } from 'preact';
import type { WalletView } from '../../lib/rpc/held-rpc.ts';
import { useCompanion } from '../companion/companion-context.ts';
import { useAction } from '../companion/use-action.ts';
import { shortAddress } from '../text/address-text.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Problem } from '../ui/problem.tsx';

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
    <Dialog
      testid="wallet-dialog"
      title={t('walletRevokeTitle', shortAddress(wallet.checksummed))}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose} testid="wallet-cancel">
            {t('cancel')}
          </Button>
          <Button tone="danger" busy={revoke.busy} onClick={() => void revoke.run()} testid="wallet-confirm">
            {t('walletRevoke')}
          </Button>
        </>
      }
    >
      <p>{t('walletRevokeBody', wallet.escrowName)}</p>
      <Problem error={revoke.error} />
    </Dialog>
  );
}
