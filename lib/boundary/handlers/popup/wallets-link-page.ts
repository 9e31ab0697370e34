import { didWebUrl } from '../../../protocol/did-web.ts';
import { escrowsOf } from '../../../wallets/escrow-list.ts';
import type { App } from '../../app/app.ts';
import type { PopupHandler } from '../popup-method.ts';

/** The `/link` page of the own mediator or, where that holds nothing, of the first escrow of the list. */
export const walletsLinkPage: PopupHandler<'wallets_linkPage', App> = async (app) => {
  const keys = await app.keyring.identity(await app.keyring.activeIndex());
  const [escrow] = await escrowsOf(app, keys);
  if (escrow === undefined)
    return { url: null, problem: 'Your mediator does not hold messages for wallets. Add an escrow first.' };
  return { url: `${didWebUrl(escrow).baseUrl}/link`, problem: null };
};
