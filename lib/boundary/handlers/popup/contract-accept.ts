import { acceptSender, isSenderRequest } from '../../../held/receive/sender-requests.ts';
import { acceptRequest } from '../../../relationships/accept-request.ts';
import type { App } from '../../app/app.ts';
import type { PopupHandler } from '../popup-method.ts';

/** Accepts a request. Throws NotFoundError, ContractDeclinedError, ContractExpiredError. */
export const contractAccept: PopupHandler<'contract_accept', App> = async (app, { requestId }) => {
  if (isSenderRequest(requestId)) return acceptSender(app, requestId);
  const { conversationId } = await acceptRequest(app, requestId);
  return { conversationId };
};
