import { type GeneratedAgreement, generateAgreement } from '../crypto/agreement.ts';
import { encodeAgreementKey } from '../crypto/multikey.ts';
import type { Domain } from '../domain/domain.ts';

/** A fresh ephemeral key of one contract: usable now, and wrapped for later. */
export interface OwnContractKey extends GeneratedAgreement {
  multibase: string;
  /** pkcs8 under the store sub-key of the identity, base64. */
  wrapped: string;
}

/** Makes the ephemeral key of one contract and wraps it once (`security.md` *Keys of contracts*). */
export async function generateContractKey(
  domain: Pick<Domain, 'keyring'>,
  identityIndex: number,
): Promise<OwnContractKey> {
  const generated = await generateAgreement();
  const wrapped = await domain.keyring.wrapContractKey(identityIndex, generated.privateKey);
  return { ...generated, multibase: encodeAgreementKey(generated.publicKey), wrapped };
}
