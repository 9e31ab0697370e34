import type { ApprovalView, IdentityView } from '../../api/popup/popup-rpc.ts';
import type { StoredApproval } from './stored-approval.ts';

/** An approval as the person sees it, made of the stored copy alone; null while it is not described yet. */
export function approvalView(
  approval: StoredApproval,
  identities: readonly IdentityView[],
): ApprovalView | null {
  const { ask, digest, approvalId, kind, origin, firstTime, createdAt, expiresAt } = approval;
  if (ask === null || digest === null) return null;
  const offered = ask.identityIndexes;
  return {
    approvalId,
    digest,
    kind,
    origin,
    firstTime,
    createdAt,
    expiresAt,
    request: ask.view,
    identities: identities.filter(({ index }) => offered === 'any' || offered.includes(index)),
    durations: [...ask.durations],
  };
}
