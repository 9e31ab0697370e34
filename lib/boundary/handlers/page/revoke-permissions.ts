import type { GrantName } from '../../../api/decentrl-rpc.ts';
import { serializeError, UnauthorizedError } from '../../../errors/errors.ts';
import type { BoundaryApp } from '../../app/boundary-app.ts';
import type { PageHandler } from '../../call/page-handler.ts';
import { announcePermissions } from '../../permissions/announce-permissions.ts';

/**
 * Gives permissions back (EIP-2255). Without `decentrl_identities` a site is disconnected, so with it everything goes,
 * questions that wait for an answer included (security.md T-28).
 */
export const revokePermissions: PageHandler<'wallet_revokePermissions', BoundaryApp> = {
  async handle(app, call, params) {
    const names = Object.keys(params) as GrantName[];
    const all = names.includes('decentrl_identities');
    if (all) {
      await app.approvals.dropOrigin(call.origin, { error: serializeError(new UnauthorizedError(), 'page') });
      // A remembered no stays: only the person takes it back.
      const refused = await app.grants.isRefused(call.origin);
      await app.grants.revoke(call.origin);
      if (refused) await app.grants.refuse(call.origin);
    } else await app.grants.revoke(call.origin, names);
    await announcePermissions(app, call.origin);
    return null;
  },
};
