import { type Agreer, agreerFromKey } from '../crypto/agreement.ts';
import { base64Decode, base64Encode } from '../crypto/base64.ts';
import type { Bytes } from '../crypto/bytes.ts';
import { type KeyUse, openKey, sealKey } from './sealed-bytes.ts';

const CONTEXT = 'decentrl/contract-key/v1';
const USE: KeyUse = { format: 'pkcs8', algorithm: 'X25519', usages: ['deriveKey', 'deriveBits'] };

/** Wraps the extractable private key of a contract under the store sub-key: base64 of nonce ‖ pkcs8 ‖ tag (protocol.md §4.11). */
export async function wrapContractKey(store: CryptoKey, privateKey: CryptoKey): Promise<string> {
  return base64Encode(await sealKey(store, privateKey, 'pkcs8', CONTEXT));
}

/** Unwraps it, non-extractable; rejects when it is another identity's or was changed. */
export async function unwrapContractKey(
  store: CryptoKey,
  wrapped: string,
  publicKey: Bytes,
): Promise<Agreer> {
  return agreerFromKey(await openKey(store, base64Decode(wrapped), CONTEXT, USE), publicKey);
}
