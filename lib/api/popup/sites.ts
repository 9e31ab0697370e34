/** Sites, and what they were granted. Times are milliseconds. */
import type { Permission } from '../decentrl-rpc.ts';
import type { IdentityView } from './account.ts';
import type { Facts } from './facts.ts';

/** A site and what it may do. */
export interface SiteView {
  origin: string;
  permissions: Permission[];
  identities: IdentityView[];
  lastUsedAt: number;
  expiresAt: number | null;
  refused: boolean;
}

/** What the popup asks about sites, by method. */
export interface SitesRpc {
  sites_list: { params: undefined; result: SiteView[] };
  sites_revoke: { params: { origin: string }; result: null };
}

/** What is true of these methods. */
export const sites = {
  sites_list: { needs: 'nothing', person: false, repeatable: true, topics: ['sites'] },
  sites_revoke: { needs: 'nothing', person: true, repeatable: true, topics: [] },
} as const satisfies Facts<SitesRpc>;
