import type { App } from '../../app.ts';
import { UnsupportedMethodError } from '../../rpc/errors.ts';
import type { PopupHandlers } from '../../rpc/router.ts';

/** Not offered yet. */
export const walletsList: PopupHandlers<App>['wallets_list'] = async () => {
  throw new UnsupportedMethodError('wallets_list');
};
