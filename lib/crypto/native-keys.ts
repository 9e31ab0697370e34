import { type Bytes, concatBytes } from './bytes.ts';

// PKCS #8 of RFC 8410: everything before the 32 bytes of the seed.
const PKCS8_PREFIX = {
  Ed25519: Uint8Array.from([0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20]),
  X25519: Uint8Array.from([0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x6e, 4, 0x22, 4, 0x20]),
};

/** PKCS #8 of a 32-byte private key, the form `subtle.importKey` and `subtle.unwrapKey` take (RFC 8410). */
export function pkcs8OfSeed(algorithm: 'Ed25519' | 'X25519', secretSeed: Uint8Array): Bytes {
  return concatBytes(PKCS8_PREFIX[algorithm], secretSeed);
}

/** Imports a private key as a `CryptoKey`, or null where WebCrypto lacks the curve. */
export async function importPrivateKey(
  algorithm: 'Ed25519' | 'X25519',
  secretSeed: Uint8Array,
  extractable = false,
): Promise<CryptoKey | null> {
  const usages: KeyUsage[] = algorithm === 'Ed25519' ? ['sign'] : ['deriveKey', 'deriveBits'];
  return importOrNull('pkcs8', pkcs8OfSeed(algorithm, secretSeed), algorithm, extractable, usages);
}

/** Imports a public key that passed its intake check, or null where WebCrypto lacks the curve. */
export async function importPublicKey(
  algorithm: 'Ed25519' | 'X25519',
  publicKey: Bytes,
): Promise<CryptoKey | null> {
  return importOrNull('raw', publicKey, algorithm, true, algorithm === 'Ed25519' ? ['verify'] : []);
}

async function importOrNull(
  format: 'raw' | 'pkcs8',
  bytes: Bytes,
  algorithm: string,
  extractable: boolean,
  usages: KeyUsage[],
): Promise<CryptoKey | null> {
  try {
    return await crypto.subtle.importKey(format, bytes, algorithm, extractable, usages);
  } catch {
    return null;
  }
}
