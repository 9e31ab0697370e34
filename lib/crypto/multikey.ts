import { base58 } from '@scure/base';
import { type Bytes, concatBytes } from './bytes.ts';
import { CryptoError } from './crypto-error.ts';
import { assertSigningKey } from './edwards-points.ts';
import { assertAgreementKey } from './montgomery-points.ts';

const ED25519 = 0xed;
const X25519 = 0xec;

/** Multibase form `z6Mk…` of an Ed25519 public key (protocol.md §1.4). */
export function encodeSigningKey(publicKey: Uint8Array): string {
  return encode(ED25519, publicKey);
}

/** Ed25519 public key of its multibase form, with the intake check; throws `multikey` or `signing-key`. */
export function decodeSigningKey(text: string): Bytes {
  const publicKey = decode(ED25519, text);
  assertSigningKey(publicKey);
  return publicKey;
}

/** Multibase form `z6LS…` of an X25519 public key (protocol.md §1.4). */
export function encodeAgreementKey(publicKey: Uint8Array): string {
  return encode(X25519, publicKey);
}

/** X25519 public key of its multibase form, with the intake check; throws `multikey` or `agreement-key`. */
export function decodeAgreementKey(text: string): Bytes {
  const publicKey = decode(X25519, text);
  assertAgreementKey(publicKey);
  return publicKey;
}

function encode(code: number, publicKey: Uint8Array): string {
  if (publicKey.length !== 32) throw new CryptoError('multikey', 'public key must be 32 bytes');
  return `z${base58.encode(concatBytes(Uint8Array.of(code, 1), publicKey))}`;
}

function decode(code: number, text: string): Bytes {
  // Base58 decoding is quadratic, so the length goes first: 34 bytes are 46 to 48 characters.
  if (text.length > 48 || text[0] !== 'z') throw new CryptoError('multikey', 'not a multibase key');
  let bytes: Bytes;
  try {
    bytes = base58.decode(text.slice(1)) as Bytes;
  } catch (cause) {
    throw new CryptoError('multikey', 'not base58', { cause });
  }
  if (bytes.length !== 34 || bytes[0] !== code || bytes[1] !== 1) {
    throw new CryptoError('multikey', 'multibase key of another type or length');
  }
  return bytes.slice(2);
}
