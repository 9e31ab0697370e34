import type { BoundaryApp } from '../../app/boundary-app.ts';
import { approvalView } from '../../approvals/approval-view.ts';
import type { PopupHandler } from '../popup-method.ts';

/** One question, or null when it is answered, expired, or cannot be described before unlocking. */
export const approvalsGet: PopupHandler<'approvals_get', BoundaryApp> = async (app, { approvalId }) => {
  const approval = await app.approvals.get(approvalId);
  return approval === null ? null : approvalView(approval, await app.identityViews());
};
