/** What sites ask a person. Times are milliseconds unless the name says otherwise. */
import type { Did, GrantName, JsonValue } from '../decentrl-rpc.ts';
import type { ApprovalKind } from '../page.ts';
import type { IdentityView } from './account.ts';
import type { Facts } from './facts.ts';

/** How long a site keeps what it is granted. */
export type GrantDuration = 'once' | 'session' | '30days' | 'until-revoked';

/** What the person is asked. Rendered from the background's frozen copy; `digest` is the SHA-256 of it. */
export interface ApprovalView {
  approvalId: string;
  digest: string;
  kind: ApprovalKind;
  origin: string;
  firstTime: boolean;
  createdAt: number;
  expiresAt: number;
  /** Details by kind; text from outside is untrusted. */
  request: {
    reason?: string;
    mode?: 'shared' | 'pairwise';
    grants?: { name: GrantName; caveats: { type: string; value: JsonValue }[] }[];
    peer?: { did: Did; name: string; fingerprint: string; known: boolean };
    purpose?: string;
    eventTypes?: string[];
    /** Whole seconds. */
    contractExpiresAt?: number;
    note?: string;
    /** The exact text that would be signed. */
    message?: string;
    statement?: string;
    /** `sendHeld`: who can read it until the recipient set up, and what is sent. `linkWallet`: the escrow that is added to the list. */
    address?: { address: string; checksummed: string; chainId: number };
    escrow?: { did: Did; name: string; known: boolean };
    content?: { type: string; text: string | null; data: JsonValue };
    /** `sendHeld`: when the escrow deletes it unread. */
    notAfter?: number;
  };
  /** Identities the person may choose from (connect), or the one it is about. */
  identities: IdentityView[];
  durations: GrantDuration[];
}

/** What the popup asks about the questions of sites, and how it answers them, by method. */
export interface ApprovalsRpc {
  approvals_list: { params: undefined; result: ApprovalView[] };
  approvals_get: { params: { approvalId: string }; result: ApprovalView | null };
  /** The answer carries no content: only which of the offered identities and durations. */
  approvals_decide: {
    params: {
      approvalId: string;
      digest: string;
      decision: 'approve' | 'reject';
      identityIndexes?: number[];
      duration?: GrantDuration;
      remember?: boolean;
    };
    result: null;
  };
  approvals_rejectAll: { params: { origin?: string }; result: null };
}

/** What is true of these methods. */
export const approvals = {
  approvals_list: { needs: 'nothing', person: false, repeatable: true, topics: ['approvals'] },
  approvals_get: { needs: 'nothing', person: false, repeatable: true, topics: ['approvals'] },
  // The second time the question is no longer open, which would read as a failure.
  approvals_decide: { needs: 'nothing', person: true, repeatable: false, topics: [] },
  approvals_rejectAll: { needs: 'nothing', person: true, repeatable: true, topics: [] },
} as const satisfies Facts<ApprovalsRpc>;
