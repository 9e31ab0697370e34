import type { GrantName } from '../../../api/decentrl-rpc.ts';
import { ownPermissions } from '../../sites/scope.ts';
import { pageMethod } from '../method/page-method.ts';
import { permissionRequest } from '../params/shared.ts';

/**
 * Gives permissions back (EIP-2255). Without `decentrl_identities` a site is disconnected, so with it everything goes,
 * questions that wait for an answer included (security.md T-28).
 */
export const revokePermissions = pageMethod('wallet_revokePermissions', {
  params: permissionRequest,
  scope: ownPermissions,
  async handle(_app, { permissions }, p) {
    const names = Object.keys(p) as GrantName[];
    if (names.includes('decentrl_identities')) await permissions.disconnect();
    else await permissions.revoke(names);
    await permissions.announce();
    return null;
  },
});
