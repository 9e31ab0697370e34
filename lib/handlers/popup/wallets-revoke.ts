import type { App } from '../../app.ts';
import { UnsupportedMethodError } from '../../rpc/errors.ts';
import type { PopupHandlers } from '../../rpc/router.ts';

/** Not offered yet. */
export const walletsRevoke: PopupHandlers<App>['wallets_revoke'] = async () => {
  throw new UnsupportedMethodError('wallets_revoke');
};
