import * as v from 'valibot';
import type { ApprovalsRpc } from '../../../api/popup/approvals.ts';
import { NotFoundError } from '../../../errors/errors.ts';
import type { BoundaryApp } from '../../app/boundary-app.ts';
import { approvalView } from '../../approvals/approval-view.ts';
import type { PopupArea } from '../method/popup-method.ts';
import { identityIndex } from '../params/popup-pieces.ts';
import { id, none, text } from '../params/shared.ts';

/** The background's half of what is about questions of sites. */
export const approvalsMethods: PopupArea<ApprovalsRpc, BoundaryApp> = {
  // Oldest first.
  approvals_list: {
    params: none,
    async handle(app) {
      const [approvals, identities] = await Promise.all([app.approvals.list(), app.identityViews()]);
      return approvals.map((one) => approvalView(one, identities)).filter((view) => view !== null);
    },
  },
  // Null when it is answered, expired, or cannot be described before unlocking.
  approvals_get: {
    params: v.object({ approvalId: id }),
    async handle(app, { approvalId }) {
      const approval = await app.approvals.get(approvalId);
      return approval === null ? null : approvalView(approval, await app.identityViews());
    },
  },
  // The answer to exactly the question that `digest` names. It brings no content along: only which of the offered
  // identities and durations, and whether a no is to be remembered for the site.
  approvals_decide: {
    params: v.object({
      approvalId: id,
      digest: text(64, 64),
      decision: v.picklist(['approve', 'reject']),
      identityIndexes: v.exactOptional(v.pipe(v.array(identityIndex), v.maxLength(64))),
      duration: v.exactOptional(v.picklist(['once', 'session', '30days', 'until-revoked'])),
      remember: v.exactOptional(v.boolean()),
    }),
    async handle(app, params) {
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
    },
  },
  // Of one site, or of all.
  approvals_rejectAll: {
    params: v.object({ origin: v.exactOptional(text(2_048)) }),
    async handle(app, { origin }) {
      await app.approvals.rejectAll(origin);
      return null;
    },
  },
};
