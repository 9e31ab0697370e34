import { decryptAead, encryptAead, importAeadKey } from '../../../lib/crypto/aead.ts';
import type { Bytes } from '../../../lib/crypto/bytes.ts';

/** Throws unless a non-extractable AES key is the one made of these 32 bytes: it opens what they seal. */
export async function assertSameKey(key: CryptoKey, secretKey: Bytes): Promise<void> {
  await decryptAead(key, await encryptAead(await importAeadKey(secretKey), new Uint8Array(1)));
}
