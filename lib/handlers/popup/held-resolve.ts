import type { App } from '../../app.ts';
import { UnsupportedMethodError } from '../../rpc/errors.ts';
import type { PopupHandlers } from '../../rpc/router.ts';

/** Not offered yet. */
export const heldResolve: PopupHandlers<App>['held_resolve'] = async () => {
  throw new UnsupportedMethodError('held_resolve');
};
