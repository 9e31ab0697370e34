import type { BoundaryApp } from '../../app/boundary-app.ts';
import type { PopupHandler } from '../popup-method.ts';

/** No to every open question, of one site or of all. */
export const approvalsRejectAll: PopupHandler<'approvals_rejectAll', BoundaryApp> = async (
  app,
  { origin },
) => {
  await app.approvals.rejectAll(origin);
  return null;
};
