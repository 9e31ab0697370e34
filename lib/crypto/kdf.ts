import { hkdf } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { type Bytes, utf8 } from './bytes.ts';

/** HKDF-SHA-256 with an empty salt, as every derivation of the protocol uses it (protocol.md §2.1; RFC 5869). */
export function hkdfSha256(
  secretInput: Uint8Array,
  info: string | Uint8Array,
  length = 32,
  salt?: Uint8Array,
): Bytes {
  return hkdf(sha256, secretInput, salt, typeof info === 'string' ? utf8(info) : info, length) as Bytes;
}
