import { assertBytes, type Bytes, concatBytes, randomBytes } from './bytes.ts';
import { CryptoError } from './crypto-error.ts';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const NO_AAD: Bytes = new Uint8Array(0);

/** Imports 32 raw bytes as a non-extractable AES-256-GCM key; `usages` default to encrypting and decrypting. */
export async function importAeadKey(
  secretKey: Uint8Array,
  usages: readonly KeyUsage[] = ['encrypt', 'decrypt'],
): Promise<CryptoKey> {
  assertBytes(secretKey, 32, 'AES key');
  return crypto.subtle.importKey('raw', secretKey as Bytes, 'AES-GCM', false, [...usages]);
}

/**
 * AES-256-GCM as `nonce(12) ‖ ciphertext ‖ tag(16)` (protocol.md §3.5). The nonce comes from the system's generator;
 * give one only to reproduce a known vector. The protocol binds its context inside the plaintext and gives no `aad`.
 */
export async function encryptAead(
  key: CryptoKey,
  plaintext: Bytes,
  nonce: Bytes = randomBytes(NONCE_BYTES),
  aad: Bytes = NO_AAD,
): Promise<Bytes> {
  assertBytes(nonce, NONCE_BYTES, 'nonce');
  const sealed = await crypto.subtle.encrypt(gcm(nonce, aad), key, plaintext);
  return concatBytes(nonce, new Uint8Array(sealed));
}

/** Opens what `encryptAead` made; throws `too-short` below 28 bytes and `decryption` when key or bytes are wrong. */
export async function decryptAead(key: CryptoKey, sealed: Bytes, aad: Bytes = NO_AAD): Promise<Bytes> {
  if (sealed.length < NONCE_BYTES + TAG_BYTES) throw new CryptoError('too-short', 'ciphertext is too short');
  const iv = sealed.subarray(0, NONCE_BYTES);
  try {
    const opened = await crypto.subtle.decrypt(gcm(iv, aad), key, sealed.subarray(NONCE_BYTES));
    return new Uint8Array(opened);
  } catch (cause) {
    throw new CryptoError('decryption', 'ciphertext does not open under this key', { cause });
  }
}

function gcm(iv: Bytes, additionalData: Bytes): AesGcmParams {
  return { name: 'AES-GCM', iv, additionalData, tagLength: 128 };
}
