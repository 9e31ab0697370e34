import { encryptAead, importAeadKey } from '../../../lib/crypto/aead.ts';
import { base64Encode } from '../../../lib/crypto/base64.ts';
import type { Bytes } from '../../../lib/crypto/bytes.ts';
import { pad } from '../../../lib/crypto/padding.ts';

/**
 * What sealing makes of any plaintext, also of one that no maker would seal: for cases that must be refused when they are
 * opened. A text is padded, bytes are taken as they are. Base64.
 */
export async function sealPlaintext(
  plaintext: string | Bytes,
  secretKey: Bytes,
  nonce: Bytes,
): Promise<string> {
  const bytes = typeof plaintext === 'string' ? pad(plaintext) : plaintext;
  return base64Encode(await encryptAead(await importAeadKey(secretKey), bytes, nonce));
}
