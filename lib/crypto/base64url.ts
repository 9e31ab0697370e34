import { base64urlnopad } from '@scure/base';
import type { Bytes } from './bytes.ts';
import { CryptoError } from './crypto-error.ts';

/** URL alphabet without padding, the form of DID segments and of our own ids (protocol.md §1.3). */
export function base64urlEncode(bytes: Uint8Array): string {
  return base64urlnopad.encode(bytes);
}

/** Bytes of canonical unpadded base64url; throws `base64url` on padding, loose tail bits or other characters. */
export function base64urlDecode(text: string): Bytes {
  try {
    return base64urlnopad.decode(text) as Bytes;
  } catch (cause) {
    throw new CryptoError('base64url', 'text is not canonical base64url', { cause });
  }
}
