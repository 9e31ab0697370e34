import { agreerFromSeed } from '../../lib/crypto/agreement.ts';
import { signerFromSeed } from '../../lib/crypto/signature.ts';
import { formatDid } from '../../lib/protocol/did.ts';

/** A valid DID whose keys come from `seed` and the number after it. */
export function someDid(alias: string, seed: number): string {
  return formatDid({
    alias,
    signingKey: signerFromSeed(new Uint8Array(32).fill(seed)).publicKey,
    preKey: agreerFromSeed(new Uint8Array(32).fill(seed + 1)).publicKey,
    mediatorDid: 'did:web:mediator.example',
  });
}
