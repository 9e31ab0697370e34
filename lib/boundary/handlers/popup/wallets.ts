import * as v from 'valibot';
import type { WalletsRpc } from '../../../api/popup/wallets.ts';
import { didWebUrl } from '../../../protocol/did-web.ts';
import { walletViews } from '../../../views/wallet-views.ts';
import { escrowsOf } from '../../../wallets/escrow-list.ts';
import { revokeLink } from '../../../wallets/revoke-link.ts';
import type { PopupArea } from '../method/popup-method.ts';
import { address, chainId, did, none } from '../params/shared.ts';

/** The background's half of what is about own wallets. */
export const walletsMethods: PopupArea<WalletsRpc> = {
  wallets_list: { params: none, handle: (app) => walletViews(app) },
  // Of the own mediator or, where that holds nothing, of the first escrow of the list.
  wallets_linkPage: {
    params: none,
    async handle(app) {
      const keys = await app.keyring.identity(await app.keyring.activeIndex());
      const [escrow] = await escrowsOf(app, keys);
      if (escrow === undefined)
        return {
          url: null,
          problem: 'Your mediator does not hold messages for wallets. Add an escrow first.',
        };
      return { url: `${didWebUrl(escrow).baseUrl}/link`, problem: null };
    },
  },
  wallets_revoke: {
    params: v.object({ address, chainId, escrow: did }),
    async handle(app, { escrow, ...wallet }) {
      await revokeLink(app, wallet, escrow);
      return null;
    },
  },
};
