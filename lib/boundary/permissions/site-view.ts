import type { IdentityView, SiteView } from '../../api/popup/popup-rpc.ts';
import { caveatStrings } from './caveats.ts';
import type { SiteRecord } from './site-record.ts';

/** A site as the popup lists it: what it may do now, with which identities, until when (the latest; null for no end). */
export function siteView(site: SiteRecord, identities: readonly IdentityView[], now: number): SiteView {
  const live = site.permissions.filter(({ expiresAt }) => expiresAt === null || now < expiresAt);
  const dids = new Set(live.flatMap(({ caveats }) => caveatStrings(caveats, 'identities')));
  const ends = live.map(({ expiresAt }) => expiresAt);
  return {
    origin: site.origin,
    permissions: live.map(({ id, invoker, parentCapability, caveats, date }) => ({
      id,
      invoker,
      parentCapability,
      caveats,
      date,
    })),
    identities: identities.filter(({ did }) => dids.has(did)),
    lastUsedAt: site.lastUsedAt,
    expiresAt:
      ends.some((end) => end === null) || ends.length === 0 ? null : Math.max(...ends.map((end) => end ?? 0)),
    refused: site.refused,
  };
}
