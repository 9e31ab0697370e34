import type { App } from '../../app.ts';
import { UnsupportedMethodError } from '../../rpc/errors.ts';
import type { PopupHandlers } from '../../rpc/router.ts';

/** Not offered yet. */
export const conversationSetAnchoring: PopupHandlers<App>['conversation_setAnchoring'] = async () => {
  throw new UnsupportedMethodError('conversation_setAnchoring');
};
