import { createRequire } from 'node:module';
import type { CryptoCases } from '../support/crypto-cases.ts';
import { hasSharedVectors } from '../support/shared-vectors.ts';
import { wycheproofAead, wycheproofAgreements, wycheproofSignatures } from '../support/wycheproof-cases.ts';

/** The edge cases of the repository and, where they are, the public vectors. Chromium lacks AES-192, we use 256 only. */
export function allCases(): CryptoCases {
  const edge = createRequire(import.meta.url)('../vectors/data/edge-cases.json') as Omit<CryptoCases, 'aead'>;
  if (!hasSharedVectors) return { ...edge, aead: [] };
  return {
    signatures: [...edge.signatures, ...wycheproofSignatures()],
    agreements: [...edge.agreements, ...wycheproofAgreements()],
    aead: wycheproofAead([256]),
  };
}
