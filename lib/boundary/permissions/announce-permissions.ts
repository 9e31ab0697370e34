import type { BoundaryApp } from '../app/boundary-app.ts';
import { grantedIdentities } from './granted-identities.ts';

/** Tells each connected page of an origin what it may do now. Each sees its own: a permission for *once* is not its neighbour's. */
export async function announcePermissions(
  app: Pick<BoundaryApp, 'grants' | 'keyring' | 'pages' | 'changes'>,
  origin: string,
): Promise<void> {
  for (const page of app.pages.connected(origin)) {
    app.pages.send(page, 'permissionsChanged', await app.grants.list(page));
    app.pages.send(page, 'identitiesChanged', await grantedIdentities(app, page));
  }
  app.changes.popup('sites');
}
