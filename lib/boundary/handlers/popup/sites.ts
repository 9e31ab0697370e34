import * as v from 'valibot';
import type { SitesRpc } from '../../../api/popup/sites.ts';
import { serializeError, UnauthorizedError } from '../../../errors/errors.ts';
import type { BoundaryApp } from '../../app/boundary-app.ts';
import { siteViews } from '../../permissions/site-views.ts';
import { announcePermissions } from '../../sites/announce-permissions.ts';
import type { PopupArea } from '../method/popup-method.ts';
import { none, text } from '../params/shared.ts';

/** The background's half of what is about sites. */
export const sitesMethods: PopupArea<SitesRpc, BoundaryApp> = {
  // Every site with permissions or a remembered no, last used first.
  sites_list: {
    params: none,
    async handle(app) {
      const views = await siteViews(app);
      return views
        .filter(({ permissions, refused }) => permissions.length > 0 || refused)
        .sort((a, b) => b.lastUsedAt - a.lastUsedAt);
    },
  },
  // At once, its open questions and those being carried out included (security.md T-28).
  sites_revoke: {
    params: v.object({ origin: text(2_048) }),
    async handle(app, { origin }) {
      await app.approvals.dropOrigin(origin, { error: serializeError(new UnauthorizedError(), 'page') });
      await app.grants.revoke(origin);
      await announcePermissions(app, origin);
      return null;
    },
  },
};
