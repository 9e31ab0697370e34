import type { App } from '../../app.ts';
import { UnsupportedMethodError } from '../../rpc/errors.ts';
import type { PopupHandlers } from '../../rpc/router.ts';

/** Not offered yet. */
export const anchorSettingsSet: PopupHandlers<App>['anchor_settingsSet'] = async () => {
  throw new UnsupportedMethodError('anchor_settingsSet');
};
