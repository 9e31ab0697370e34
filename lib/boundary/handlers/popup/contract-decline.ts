import { declineSender, isSenderRequest } from '../../../held/receive/sender-requests.ts';
import { declineRequest } from '../../../relationships/decline-request.ts';
import type { App } from '../../app/app.ts';
import type { PopupHandler } from '../popup-method.ts';

/** Declines a request, and blocks who asked if the person wants that. Throws NotFoundError. */
export const contractDecline: PopupHandler<'contract_decline', App> = async (app, { requestId, block }) => {
  if (isSenderRequest(requestId)) await declineSender(app, requestId, block ?? false);
  else await declineRequest(app, requestId, block === undefined ? {} : { block });
  return null;
};
