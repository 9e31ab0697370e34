import type { App } from '../../app.ts';
import { UnsupportedMethodError } from '../../rpc/errors.ts';
import type { PopupHandlers } from '../../rpc/router.ts';

/** Not offered yet. */
export const anchorSettingsGet: PopupHandlers<App>['anchor_settingsGet'] = async () => {
  throw new UnsupportedMethodError('anchor_settingsGet');
};
