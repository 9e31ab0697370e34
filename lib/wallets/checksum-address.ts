import { keccak_256 } from '@noble/hashes/sha3.js';
import { hex, utf8 } from '../crypto/bytes.ts';

/** A lower-case address with the checksum of EIP-55, for the screen only. */
export function checksumAddress(address: string): string {
  const digits = address.slice(2);
  const digest = hex(Uint8Array.from(keccak_256(utf8(digits))));
  const marked = [...digits].map((digit, at) =>
    Number.parseInt(digest[at] ?? '0', 16) >= 8 ? digit.toUpperCase() : digit,
  );
  return `0x${marked.join('')}`;
}
