import type { Bytes } from '../crypto/bytes.ts';
import { utf8 } from '../crypto/bytes.ts';
import { sha256 } from '../crypto/hash.ts';
import type { PackagedFile } from '../platform/packaged-file.ts';

/** Whether a password (any case) is one of the commonest; wrong about one other password in two thousand. */
export type IsCommonPassword = (password: string) => boolean;

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

/** The test that a filter made by scripts/build-common-passwords.ts stands for. Throws when it has another size. */
export function commonPasswordTest(filter: Bytes): IsCommonPassword {
  if (filter.length !== BLOOM_BYTES) throw new Error('The filter of common passwords has another size');
  return (password) =>
    bloomPositions(password.toLowerCase()).every((bit) => ((filter[bit >> 3] ?? 0) >> (bit & 7)) & 1);
}

/** Reads the packaged filter. Without it no password is accepted: rejects when it is not there. */
export async function loadCommonPasswords(packagedFile: PackagedFile): Promise<IsCommonPassword> {
  return commonPasswordTest(await packagedFile('common-passwords.bin'));
}
