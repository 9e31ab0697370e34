import { revokeLink } from '../../../wallets/revoke-link.ts';
import type { App } from '../../app/app.ts';
import type { PopupHandler } from '../popup-method.ts';

/** Takes the link of a wallet back at one escrow. */
export const walletsRevoke: PopupHandler<'wallets_revoke', App> = async (
  app,
  { address, chainId, escrow },
) => {
  await revokeLink(app, { address, chainId }, escrow);
  return null;
};
