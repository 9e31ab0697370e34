import { hex } from '../crypto/bytes.ts';
import { sha256 } from '../crypto/hash.ts';

/** Eight characters that tell two contacts of one alias apart, as `9f2c-41ab`: the head of SHA-256 of the signing key (protocol.md §2.6). */
export function fingerprint(signingKey: Uint8Array): string {
  const digits = hex(sha256(signingKey).subarray(0, 4));
  return `${digits.slice(0, 4)}-${digits.slice(4)}`;
}
