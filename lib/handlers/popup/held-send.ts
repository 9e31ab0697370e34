import type { App } from '../../app.ts';
import { UnsupportedMethodError } from '../../rpc/errors.ts';
import type { PopupHandlers } from '../../rpc/router.ts';

/** Not offered yet. */
export const heldSend: PopupHandlers<App>['held_send'] = async () => {
  throw new UnsupportedMethodError('held_send');
};
