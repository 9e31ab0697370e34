import type { PageChannel } from '../call/page-channel.ts';
import {
  grantedIdentities,
  type IdentitySource,
  identityForSite,
} from '../permissions/granted-identities.ts';
import type { Grants } from '../permissions/grants.ts';

/** Tells each connected page of an origin what it may do now. Each sees its own: a permission for *once* is not its neighbour's. */
export async function announcePermissions(
  app: IdentitySource & {
    readonly grants: Grants;
    readonly pages: PageChannel;
    readonly changes: { popup(topic: 'sites'): void };
  },
  origin: string,
): Promise<void> {
  for (const page of app.pages.connected(origin)) {
    app.pages.send(page, 'permissionsChanged', await app.grants.list(page));
    app.pages.send(page, 'identitiesChanged', (await grantedIdentities(app, page)).map(identityForSite));
  }
  app.changes.popup('sites');
}
