import type { App } from '../../app.ts';
import { UnsupportedMethodError } from '../../rpc/errors.ts';
import type { PopupHandlers } from '../../rpc/router.ts';

/** Not offered yet. */
export const escrowsList: PopupHandlers<App>['escrows_list'] = async () => {
  throw new UnsupportedMethodError('escrows_list');
};
