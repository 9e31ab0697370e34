import { serializeError, UnauthorizedError } from '../../../errors/errors.ts';
import type { BoundaryApp } from '../../app/boundary-app.ts';
import { announcePermissions } from '../../permissions/announce-permissions.ts';
import type { PopupHandler } from '../popup-method.ts';

/** Forgets a site at once, its open questions and those being carried out included (security.md T-28). */
export const sitesRevoke: PopupHandler<'sites_revoke', BoundaryApp> = async (app, { origin }) => {
  await app.approvals.dropOrigin(origin, { error: serializeError(new UnauthorizedError(), 'page') });
  await app.grants.revoke(origin);
  await announcePermissions(app, origin);
  return null;
};
