import { encodeAgreementKey, encodeSigningKey } from '../crypto/multikey.ts';

/** A DID document as far as the protocol uses one (DID Core 1.0). */
export interface DidDocument {
  '@context': string[];
  id: string;
  verificationMethod: { id: string; type: 'Multikey'; controller: string; publicKeyMultibase: string }[];
  authentication: string[];
  assertionMethod: string[];
  keyAgreement: string[];
  service: {
    id: string;
    type: string;
    serviceEndpoint: string | { uri: string; chain_id: number; contract: string };
  }[];
}

/** The document of any DID that has our two keys: methods `#signing` and `#pre-key`, and the given services. */
export function documentOfKeys(
  did: string,
  keys: { signingKey: Uint8Array; preKey: Uint8Array },
  service: DidDocument['service'],
): DidDocument {
  const signing = `${did}#signing`;
  const preKey = `${did}#pre-key`;
  const method = (id: string, publicKeyMultibase: string) =>
    ({ id, type: 'Multikey', controller: did, publicKeyMultibase }) as const;
  return {
    '@context': ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/multikey/v1'],
    id: did,
    verificationMethod: [
      method(signing, encodeSigningKey(keys.signingKey)),
      method(preKey, encodeAgreementKey(keys.preKey)),
    ],
    authentication: [signing],
    assertionMethod: [signing],
    keyAgreement: [preKey],
    service,
  };
}
