import type { Permission } from '../../api/decentrl-rpc.ts';
import type { GrantDuration } from '../../api/popup/popup-rpc.ts';

/** A permission with how long it lasts. */
export interface GrantedPermission extends Permission {
  duration: GrantDuration;
  /** Milliseconds; null for none. */
  expiresAt: number | null;
  /** For *once*: the visits to a page it is good for. */
  pageIds?: string[];
}

/** Everything remembered about one origin. */
export interface SiteRecord {
  origin: string;
  permissions: GrantedPermission[];
  /** The person said no and to remember it. */
  refused: boolean;
  /** Milliseconds. */
  lastUsedAt: number;
}

/** How long a grant stays that nobody uses (security.md *Limits*). */
export const UNUSED_AFTER_MS = 90 * 24 * 60 * 60 * 1000;

/** How long a grant of *30 days* lasts (security.md *Limits*). */
export const THIRTY_DAYS_MS = 30 * 24 * 60 * 60 * 1000;

/** Who uses a permission: an origin stamped by the browser, and the visit where that matters. */
export interface GrantHolder {
  readonly origin: string;
  readonly pageId?: string;
}

/** Tells whether a permission is still good at `now` for this holder. */
export function permissionAlive(permission: GrantedPermission, holder: GrantHolder, now: number): boolean {
  if (permission.expiresAt !== null && now >= permission.expiresAt) return false;
  if (permission.duration !== 'once') return true;
  return holder.pageId !== undefined && (permission.pageIds ?? []).includes(holder.pageId);
}
