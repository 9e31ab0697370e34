import type { App } from '../../app.ts';
import { UnsupportedMethodError } from '../../rpc/errors.ts';
import type { PopupHandlers } from '../../rpc/router.ts';

/** Not offered yet. */
export const escrowsAdd: PopupHandlers<App>['escrows_add'] = async () => {
  throw new UnsupportedMethodError('escrows_add');
};
