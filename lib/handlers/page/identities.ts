import { grantedIdentities } from '../../permissions/granted-identities.ts';
import type { BoundaryApp } from '../../rpc/boundary-app.ts';
import type { PageHandler } from '../../rpc/page-handler.ts';

/** The identities this origin was granted, `[]` without a grant; the same whether the companion is locked or not. */
export const identities: PageHandler<'decentrl_identities', BoundaryApp> = {
  handle: (app, call) => grantedIdentities(app, call),
};
