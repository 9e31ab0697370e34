import type { App } from '../../app.ts';
import { UnsupportedMethodError } from '../../rpc/errors.ts';
import type { PopupHandlers } from '../../rpc/router.ts';

/** Not offered yet. */
export const anchorGet: PopupHandlers<App>['anchor_get'] = async () => {
  throw new UnsupportedMethodError('anchor_get');
};
