import { ownPermissions } from '../../sites/scope.ts';
import { pageMethod } from '../method/page-method.ts';
import { none } from '../params/shared.ts';

/** The live permissions of this origin (EIP-2255), `[]` without any. */
export const getPermissions = pageMethod('wallet_getPermissions', {
  params: none,
  scope: ownPermissions,
  handle: (_app, { permissions }) => permissions.list(),
});
