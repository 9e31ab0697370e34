import { assertBytes, type Bytes, copyBytes, hex } from './bytes.ts';
import { CryptoError } from './crypto-error.ts';

// The u-coordinates of order 1, 2, 4 and 8 on Curve25519 and its twist, as canonical little-endian hex.
const LOW_ORDER = new Set([
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000000',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800',
  '5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157',
]);

/**
 * Throws `agreement-key` unless the bytes are a canonical X25519 public key (below 2^255 - 19, top bit clear) that is not
 * low-order: the intake check of protocol.md §3.2, for pre-keys and ephemerals alike.
 */
export function assertAgreementKey(publicKey: Uint8Array): void {
  if (publicKey.length !== 32 || !isReduced(publicKey) || LOW_ORDER.has(hex(publicKey))) {
    throw new CryptoError('agreement-key', 'not an acceptable X25519 public key');
  }
}

/**
 * The canonical form of the u-coordinate that 32 bytes stand for (RFC 7748 §5: top bit ignored, modulo p). Throws
 * `all-zero` for one of low order. Runtimes differ here (Firefox refuses some encodings when it imports them, Chromium
 * and Node when they agree), so that native code is only ever given what this returns.
 */
export function canonicalCoordinate(publicKey: Bytes): Bytes {
  assertBytes(publicKey, 32, 'peer public key');
  const canonical = isReduced(publicKey) ? publicKey : reduce(publicKey);
  if (LOW_ORDER.has(hex(canonical))) throw new CryptoError('all-zero', 'the agreement gives no secret');
  return canonical;
}

function reduce(publicKey: Bytes): Bytes {
  const masked = copyBytes(publicKey);
  masked[31] = (masked[31] as number) & 0x7f;
  if (isReduced(masked)) return masked;
  // Between p and 2^255 - 1 there are only p + 0 … p + 18, which differ in their lowest byte.
  return Uint8Array.from({ length: 32 }, (_, i) => (i === 0 ? (masked[0] as number) - 0xed : 0));
}

function isReduced(publicKey: Uint8Array): boolean {
  const top = publicKey[31] as number;
  if (top !== 0x7f) return top < 0x7f;
  for (let i = 30; i > 0; i--) if (publicKey[i] !== 0xff) return true;
  return (publicKey[0] as number) < 0xed;
}
