import type { BoundaryApp } from '../../app/boundary-app.ts';
import type { PageHandler } from '../../call/page-handler.ts';
import { grantedIdentities } from '../../permissions/granted-identities.ts';

/** The identities this origin was granted, `[]` without a grant; the same whether the companion is locked or not. */
export const identities: PageHandler<'decentrl_identities', BoundaryApp> = {
  handle: (app, call) => grantedIdentities(app, call),
};
