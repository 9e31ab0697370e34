import type { IdentitySource, PublicIdentity } from '../permissions/granted-identities.ts';

/** An own identity by its index; one that is not there any more has no DID, which no permission covers. */
export async function ownIdentity(
  { keyring }: Pick<IdentitySource, 'keyring'>,
  index: number,
): Promise<PublicIdentity> {
  const profiles = await keyring.profiles();
  return profiles.find((one) => one.index === index) ?? { index, did: '', alias: null };
}
