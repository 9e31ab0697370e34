import type { BoundaryApp } from '../../app/boundary-app.ts';
import { siteView } from '../../permissions/site-view.ts';
import type { PopupHandler } from '../popup-method.ts';

/** Every site with permissions or a remembered no, last used first. */
export const sitesList: PopupHandler<'sites_list', BoundaryApp> = async (app) => {
  const [sites, identities] = await Promise.all([app.grants.sites(), app.identityViews()]);
  const views = sites.map((site) => siteView(site, identities, app.clock.now()));
  return views
    .filter(({ permissions, refused }) => permissions.length > 0 || refused)
    .sort((a, b) => b.lastUsedAt - a.lastUsedAt);
};
