import type { Identity } from '../../api/decentrl-rpc.ts';
import type { Grants } from './grants.ts';
import type { GrantHolder } from './site-record.ts';

/** The part of an identity that may be read while locked. */
export interface PublicIdentity {
  readonly index: number;
  readonly did: string;
  readonly alias: string | null;
}

/** What the identities of a site are read from. */
export interface IdentitySource {
  readonly grants: Pick<Grants, 'identities'>;
  readonly keyring: { profiles(): Promise<readonly PublicIdentity[]> };
}

/** The identities a holder was granted and that still exist here, in the order they were granted; readable while locked. */
export async function grantedIdentities(
  { grants, keyring }: IdentitySource,
  holder: GrantHolder,
): Promise<PublicIdentity[]> {
  const dids = await grants.identities(holder);
  if (dids.length === 0) return [];
  const profiles = await keyring.profiles();
  return dids.flatMap((did) => profiles.find((profile) => profile.did === did) ?? []);
}

/** An identity as a page is told of it. */
export function identityForSite({ did, alias }: PublicIdentity): Identity {
  return { did, alias };
}
