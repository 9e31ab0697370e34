import type { App } from '../../app.ts';
import { UnsupportedMethodError } from '../../rpc/errors.ts';
import type { PopupHandlers } from '../../rpc/router.ts';

/** Not offered yet. */
export const escrowsRemove: PopupHandlers<App>['escrows_remove'] = async () => {
  throw new UnsupportedMethodError('escrows_remove');
};
