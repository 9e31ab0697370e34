import { NotFoundError } from '../../../errors/errors.ts';
import type { BoundaryApp } from '../../app/boundary-app.ts';
import type { PopupHandler } from '../popup-method.ts';

/**
 * The person's answer to exactly the question that `digest` names. It brings no content along: only which of the offered
 * identities and durations, and whether a no is to be remembered for the site.
 */
export const approvalsDecide: PopupHandler<'approvals_decide', BoundaryApp> = async (app, params) => {
  const { approvalId, digest, decision, identityIndexes = [], remember = false } = params;
  const approval = await app.approvals.get(approvalId);
  if (approval === null) throw new NotFoundError('This question is no longer open.');
  if (decision === 'reject') {
    await app.approvals.decide(approvalId, digest, null);
    if (remember) await app.grants.refuse(approval.origin);
    return null;
  }
  const duration = params.duration ?? approval.ask?.durations[0] ?? 'once';
  await app.approvals.decide(approvalId, digest, { identityIndexes, duration });
  return null;
};
