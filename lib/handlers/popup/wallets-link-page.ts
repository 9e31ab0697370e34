import type { App } from '../../app.ts';
import { UnsupportedMethodError } from '../../rpc/errors.ts';
import type { PopupHandlers } from '../../rpc/router.ts';

/** Not offered yet. */
export const walletsLinkPage: PopupHandlers<App>['wallets_linkPage'] = async () => {
  throw new UnsupportedMethodError('wallets_linkPage');
};
