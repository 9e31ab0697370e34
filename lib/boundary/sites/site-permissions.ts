import type { GrantName, Permission } from '../../api/decentrl-rpc.ts';
import type { GrantDuration } from '../../api/popup/popup-rpc.ts';
import { serializeError, UnauthorizedError } from '../../errors/errors.ts';
import { caveatStrings } from '../permissions/caveats.ts';
import { grantedIdentities, type PublicIdentity } from '../permissions/granted-identities.ts';
import type { NewPermission } from '../permissions/grants.ts';
import type { GrantHolder } from '../permissions/site-record.ts';
import { announcePermissions } from './announce-permissions.ts';
import type { SiteApp } from './site-app.ts';

/** The permissions of one site, for the methods that are about them. Nothing of another site's can be reached. */
export interface SitePermissions {
  /** The live ones, as the site may see them. */
  list(): Promise<Permission[]>;
  /** Identities the site was granted, in the order they were granted. */
  identities(): Promise<readonly PublicIdentity[]>;
  /** Every identity of the person, to grant one. */
  ownIdentities(): Promise<readonly PublicIdentity[]>;
  /** Those that no other site was granted, so that two sites cannot compare notes. */
  unsharedIdentities(): Promise<readonly PublicIdentity[]>;
  /** Adds permissions after a yes; the same `id` again replaces the first. `replace` first takes away those of the same names. */
  add(
    permissions: readonly NewPermission[],
    options: { duration: GrantDuration; pageIds: readonly string[]; replace?: boolean },
  ): Promise<void>;
  /** Takes those of these names away. */
  revoke(names: readonly GrantName[]): Promise<void>;
  /** Takes everything away; its questions, also those that are being carried out, end with 4100. A remembered no stays. */
  disconnect(): Promise<void>;
  /** Tells the pages of the site what they may do now. */
  announce(): Promise<void>;
}

/** Makes them for one site. */
export function createSitePermissions(app: SiteApp, holder: GrantHolder): SitePermissions {
  const { grants, keyring } = app;
  const { origin } = holder;
  return {
    list: () => grants.list(holder),
    identities: () => grantedIdentities(app, holder),
    ownIdentities: () => keyring.profiles(),

    async unsharedIdentities() {
      const others = (await grants.sites()).filter((site) => site.origin !== origin);
      const known = new Set(
        others.flatMap(({ permissions }) =>
          permissions.flatMap(({ caveats }) => caveatStrings(caveats, 'identities')),
        ),
      );
      return (await keyring.profiles()).filter(({ did }) => !known.has(did));
    },

    add: (permissions, options) => grants.add(origin, permissions, options),

    async revoke(names) {
      await grants.revoke(origin, names);
    },

    async disconnect() {
      await app.approvals.dropOrigin(origin, { error: serializeError(new UnauthorizedError(), 'page') });
      const refused = await grants.isRefused(origin);
      await grants.revoke(origin);
      // Only the person takes a remembered no back.
      if (refused) await grants.refuse(origin);
    },

    announce: () => announcePermissions(app, origin),
  };
}
