import type { App } from '../../app.ts';
import { UnsupportedMethodError } from '../../rpc/errors.ts';
import type { PopupHandlers } from '../../rpc/router.ts';

/** Not offered yet. */
export const anchorExportProof: PopupHandlers<App>['anchor_exportProof'] = async () => {
  throw new UnsupportedMethodError('anchor_exportProof');
};
