import type { BoundaryApp } from '../../app/boundary-app.ts';
import { approvalView } from '../../approvals/approval-view.ts';
import type { PopupHandler } from '../popup-method.ts';

/** Every question that waits for the person, oldest first. */
export const approvalsList: PopupHandler<'approvals_list', BoundaryApp> = async (app) => {
  const [approvals, identities] = await Promise.all([app.approvals.list(), app.identityViews()]);
  return approvals.map((approval) => approvalView(approval, identities)).filter((view) => view !== null);
};
