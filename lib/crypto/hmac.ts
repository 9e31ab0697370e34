import type { Bytes } from './bytes.ts';

/** Imports raw bytes as a non-extractable HMAC key. */
export async function importHmacKey(secretKey: Uint8Array, hash: 'SHA-256' | 'SHA-512'): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', secretKey as Bytes, { name: 'HMAC', hash }, false, ['sign']);
}

/** HMAC of a message under the hash the key was imported for. */
export async function hmac(key: CryptoKey, message: Bytes): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.sign('HMAC', key, message));
}
