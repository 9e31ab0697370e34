import type { App } from '../../app.ts';
import { UnsupportedMethodError } from '../../rpc/errors.ts';
import type { PopupHandlers } from '../../rpc/router.ts';

/** Not offered yet. */
export const heldWithdraw: PopupHandlers<App>['held_withdraw'] = async () => {
  throw new UnsupportedMethodError('held_withdraw');
};
