import { sha256 as nobleSha256 } from '@noble/hashes/sha2.js';
import { keccak_256 } from '@noble/hashes/sha3.js';
import type { Bytes } from './bytes.ts';

/** SHA-256, synchronously: for ids and fingerprints of short input, where an await costs more than the hash. */
export function sha256(bytes: Uint8Array): Bytes {
  return nobleSha256(bytes) as Bytes;
}

/** SHA-256 by the platform: for many hashes in a row, of which none is waited for alone. */
export async function digestSha256(bytes: Bytes): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
}

/** Keccak-256 as Ethereum uses it, which is not SHA3-256. */
export function keccak256(bytes: Uint8Array): Bytes {
  return keccak_256(bytes) as Bytes;
}
