import { hex } from './bytes.ts';
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
 * low-order: the intake check of protocol.md §2, for pre-keys and ephemerals alike.
 */
export function assertAgreementKey(publicKey: Uint8Array): void {
  if (publicKey.length !== 32 || !isReduced(publicKey) || LOW_ORDER.has(hex(publicKey))) {
    throw new CryptoError('agreement-key', 'not an acceptable X25519 public key');
  }
}

function isReduced(publicKey: Uint8Array): boolean {
  const top = publicKey[31] as number;
  if (top !== 0x7f) return top < 0x7f;
  for (let i = 30; i > 0; i--) if (publicKey[i] !== 0xff) return true;
  return (publicKey[0] as number) < 0xed;
}
