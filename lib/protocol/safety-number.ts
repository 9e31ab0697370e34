import { concatBytes, hex } from '../crypto/bytes.ts';
import { sha256 } from '../crypto/hash.ts';
import type { ParsedDid } from './did.ts';

const DIGITS = 60;

/**
 * The 60 digits two people compare aloud; the same on both sides. SHA-256 over both signing keys, then both pre-keys, each
 * pair in the order of the signing keys, taken modulo 10^60 (protocol.md §2.6).
 */
export function safetyNumber(a: ParsedDid, b: ParsedDid): string {
  const [first, second] = hex(a.signingKey) <= hex(b.signingKey) ? [a, b] : [b, a];
  const digest = sha256(concatBytes(first.signingKey, second.signingKey, first.preKey, second.preKey));
  const number = BigInt(`0x${hex(digest)}`) % 10n ** BigInt(DIGITS);
  return number.toString().padStart(DIGITS, '0');
}
