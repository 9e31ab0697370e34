import type { CryptoCases } from '../support/crypto-cases.ts';
import { publicVectors } from '../support/public-vectors.ts';
import { wycheproofAead, wycheproofAgreements, wycheproofSignatures } from '../support/wycheproof-cases.ts';

/** The edge cases of the repository and the public vectors. Chromium lacks AES-192, we use 256 only. */
export function allCases(): CryptoCases {
  const edge = publicVectors.json<Omit<CryptoCases, 'aead'>>('edge-cases.json');
  return {
    signatures: [...edge.signatures, ...wycheproofSignatures()],
    agreements: [...edge.agreements, ...wycheproofAgreements()],
    aead: wycheproofAead([256]),
  };
}
