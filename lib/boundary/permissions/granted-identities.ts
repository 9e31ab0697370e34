import type { Identity } from '../../api/decentrl-rpc.ts';
import type { BoundaryApp } from '../app/boundary-app.ts';
import type { GrantHolder } from './site-record.ts';

/** The identities a holder was granted and that still exist here, in the order they were granted; readable while locked. */
export async function grantedIdentities(
  { grants, keyring }: Pick<BoundaryApp, 'grants' | 'keyring'>,
  holder: GrantHolder,
): Promise<Identity[]> {
  const dids = await grants.identities(holder);
  if (dids.length === 0) return [];
  const profiles = new Map((await keyring.profiles()).map((profile) => [profile.did, profile]));
  return dids.flatMap((did) => {
    const profile = profiles.get(did);
    return profile === undefined ? [] : [{ did, alias: profile.alias }];
  });
}
