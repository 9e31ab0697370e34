import { base64 } from '@scure/base';
import type { Bytes } from './bytes.ts';
import { CryptoError } from './crypto-error.ts';

/** Standard alphabet with padding, the form of ciphertext, signatures and tags (protocol.md §1.3). */
export function base64Encode(bytes: Uint8Array): string {
  return base64.encode(bytes);
}

/** Bytes of canonical standard base64; throws `base64` on white space, missing padding, loose tail bits or other characters. */
export function base64Decode(text: string): Bytes {
  try {
    return base64.decode(text) as Bytes;
  } catch (cause) {
    throw new CryptoError('base64', 'text is not canonical base64', { cause });
  }
}
