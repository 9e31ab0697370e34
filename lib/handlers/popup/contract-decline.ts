import type { App } from '../../app.ts';
import { declineRequest } from '../../contracts/decline-request.ts';
import type { PopupHandler } from '../../rpc/router.ts';

/** Declines a request, and blocks who asked if the person wants that. Throws NotFoundError. */
export const contractDecline: PopupHandler<'contract_decline', App> = async (app, { requestId, block }) => {
  await declineRequest(app, requestId, block === undefined ? {} : { block });
  return null;
};
