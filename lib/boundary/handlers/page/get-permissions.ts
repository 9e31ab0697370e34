import type { BoundaryApp } from '../../app/boundary-app.ts';
import type { PageHandler } from '../../call/page-handler.ts';

/** The live permissions of this origin (EIP-2255), `[]` without any. */
export const getPermissions: PageHandler<'wallet_getPermissions', BoundaryApp> = {
  handle: (app, call) => app.grants.list(call),
};
