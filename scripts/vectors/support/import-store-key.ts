import type { Bytes } from '../../../lib/crypto/bytes.ts';

/** A store sub-key as the keyring has it: also for wrapping other keys. */
export function importStoreKey(secretKey: Bytes): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', secretKey, 'AES-GCM', false, [
    'encrypt',
    'decrypt',
    'wrapKey',
    'unwrapKey',
  ]);
}
