import type { IdentityView, SiteView } from '../../api/popup/popup-rpc.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Grants } from './grants.ts';
import { siteView } from './site-view.ts';

/** What sites are shown from. */
export interface SiteViewContext {
  readonly grants: Pick<Grants, 'sites'>;
  readonly clock: Clock;
  identityViews(): Promise<IdentityView[]>;
}

/** Every site something is remembered of, as the popup shows it; also those whose permissions have ended. */
export async function siteViews(app: SiteViewContext): Promise<SiteView[]> {
  const [sites, identities] = await Promise.all([app.grants.sites(), app.identityViews()]);
  return sites.map((site) => siteView(site, identities, app.clock.now()));
}
