import type { IdentityView, PopupChange } from '../../api/popup/popup-rpc.ts';
import type { Clock } from '../../platform/clock.ts';
import type { ApprovalWindow } from '../approvals/approval-window.ts';
import type { Approvals } from '../approvals/approvals.ts';
import type { PageChannel } from '../call/page-channel.ts';
import type { PublicIdentity } from '../permissions/granted-identities.ts';
import type { Grants } from '../permissions/grants.ts';
import type { RateLimits } from '../permissions/rate-limits.ts';

/** What the boundary needs of the app: the router and its own handlers see nothing else of it. */
export interface BoundaryApp {
  readonly clock: Clock;
  readonly keyring: {
    state(): Promise<'empty' | 'locked' | 'unlocked' | 'damaged'>;
    profiles(): Promise<readonly PublicIdentity[]>;
    /** Activity of the person: puts the automatic lock off. */
    touch(): Promise<void> | void;
  };
  readonly grants: Grants;
  readonly rateLimits: RateLimits;
  readonly approvals: Approvals;
  readonly approvalWindow: ApprovalWindow;
  readonly pages: PageChannel;
  /** All identities as the popup shows them, readable while locked. */
  identityViews(): Promise<IdentityView[]>;
  /** Opens the toolbar popup or, where the browser will not, a tab at this route. */
  openPopup(route: string): Promise<void>;
  /** Tells open popups what to fetch again. */
  readonly changes: { popup(...topics: PopupChange['topics']): void };
}
