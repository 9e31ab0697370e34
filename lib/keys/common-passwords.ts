import { base64Decode } from '../crypto/base64.ts';
import { utf8 } from '../crypto/bytes.ts';
import { sha256 } from '../crypto/hash.ts';
import { COMMON_PASSWORDS } from './common-passwords-data.ts';

/** Size of the filter: 16 bits a password. */
export const BLOOM_BYTES = 20_480;
const HASHES = 11;

/** The bits of one password: double hashing over two halves of its SHA-256. */
export function bloomPositions(password: string): number[] {
  const view = new DataView(sha256(utf8(password)).buffer);
  const start = view.getUint32(0);
  const step = (view.getUint32(4) | 1) >>> 0;
  return Array.from({ length: HASHES }, (_, turn) => (start + turn * step) % (BLOOM_BYTES * 8));
}

let filter: Uint8Array | undefined;

/** Whether a password (any case) is one of the commonest; wrong about one other password in two thousand. */
export function isCommonPassword(password: string): boolean {
  filter ??= base64Decode(COMMON_PASSWORDS);
  const bits = filter;
  return bloomPositions(password.toLowerCase()).every((bit) => ((bits[bit >> 3] ?? 0) >> (bit & 7)) & 1);
}
