/**
 * Ed25519 of `@noble/ed25519`, for what WebCrypto lacks and where it lacks it. The one-curve package gives the verdicts of
 * `@noble/curves` in half the bytes, which the background loads at every wake.
 */
import { getPublicKey, hashes, Point, sign, verify } from '@noble/ed25519';
import { sha512 } from '@noble/hashes/sha2.js';
import type { Bytes } from './bytes.ts';

hashes.sha512 = sha512;

/** Public key of a 32-byte seed (RFC 8032). */
export function ed25519PublicKey(secretSeed: Uint8Array): Bytes {
  return getPublicKey(secretSeed) as Bytes;
}

/** Signature of a message by a 32-byte seed (RFC 8032). */
export function signEd25519(message: Uint8Array, secretSeed: Uint8Array): Bytes {
  return sign(message, secretSeed) as Bytes;
}

/** Whether RFC 8032 accepts a 64-byte signature by a 32-byte key, with the cofactor cleared. */
export function verifyEd25519(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  return verify(signature, message, publicKey, { zip215: false });
}

/** Tells whether 32 bytes are the canonical encoding of a point of the prime-order subgroup other than the identity. About 1 ms. */
export function isPrimeOrderPoint(encoded: Uint8Array): boolean {
  if (encoded.length !== 32) return false;
  try {
    const point = Point.fromBytes(encoded, false);
    return !point.isSmallOrder() && point.isTorsionFree();
  } catch {
    return false;
  }
}
