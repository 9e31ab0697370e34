/**
 * Point and scalar checks of Ed25519 that give every verifier one verdict (protocol.md §3.2, §3.3).
 *
 * Native verifiers compare `[S]B - [k]A` with R without clearing the cofactor; noble clears it. With A in the prime-order
 * subgroup the two differ only for an R outside it, so keys are checked once at intake and the noble path checks R.
 * Runtimes differ on the identity as R (the Secure Curves draft refuses it, OpenSSL does not) and on S ≥ L in old
 * versions: both are refused here by comparing bytes, before any verifier runs.
 */
import { hex } from './bytes.ts';
import { CryptoError } from './crypto-error.ts';
import { isPrimeOrderPoint } from './noble-ed25519.ts';

// L, the order of the base point, little endian.
const ORDER = Uint8Array.from([
  0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14, 0, 0, 0, 0,
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
]);

// Keys that passed lately. Only a memo of a pure function: losing it costs a millisecond a key.
const accepted = new Set<string>();
const ACCEPTED_MAX = 4096;

/** `isPrimeOrderPoint` for public keys, which come back often: remembers the keys it accepted, bounded. */
export function isSigningKey(publicKey: Uint8Array): boolean {
  const name = hex(publicKey);
  if (accepted.has(name)) return true;
  if (!isPrimeOrderPoint(publicKey)) return false;
  if (accepted.size >= ACCEPTED_MAX) accepted.delete(accepted.values().next().value as string);
  accepted.add(name);
  return true;
}

/** Throws `signing-key` unless the bytes are a public key the protocol takes in (protocol.md §3.2). */
export function assertSigningKey(publicKey: Uint8Array): void {
  if (publicKey.length !== 32 || !isSigningKey(publicKey)) {
    throw new CryptoError('signing-key', 'not an acceptable Ed25519 public key');
  }
}

/** Tells whether a signature has 64 bytes, an S below the group order and an R that is not the identity. */
export function isSignatureShaped(signature: Uint8Array): boolean {
  return signature.length === 64 && isReduced(signature) && !isIdentity(signature);
}

function isReduced(signature: Uint8Array): boolean {
  for (let i = 31; i >= 0; i--) {
    const s = signature[32 + i] as number;
    const l = ORDER[i] as number;
    if (s !== l) return s < l;
  }
  return false;
}

function isIdentity(signature: Uint8Array): boolean {
  if (signature[0] !== 1) return false;
  for (let i = 1; i < 32; i++) if (signature[i] !== 0) return false;
  return true;
}
