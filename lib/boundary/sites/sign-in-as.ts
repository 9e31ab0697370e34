import type { Domain } from '../../domain/domain.ts';
import { signSignIn } from '../../protocol/sign-in.ts';

/** Signs exactly these fields with an own identity. Throws LockedError. */
export async function signInAs(
  { keyring }: Pick<Domain, 'keyring'>,
  identityIndex: number,
  fields: Parameters<typeof signSignIn>[0],
): ReturnType<typeof signSignIn> {
  const { signer } = await keyring.identity(identityIndex);
  return signSignIn(fields, signer);
}
