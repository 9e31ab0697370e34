import { base64urlEncode } from '../crypto/base64url.ts';
import { type Bytes, utf8, utf8Decode } from '../crypto/bytes.ts';
import type { JsonValue } from '../crypto/json-value.ts';
import { LockedError, StorageError } from '../errors/errors.ts';
import type { Cipher } from '../store/cipher.ts';
import type { Keyring } from './keyring-interface.ts';
import { openBytes, sealBytes } from './sealed-bytes.ts';

/** Encrypts and names rows of this disk under the keyring's local keys; see `Cipher`. */
export function createLocalCipher(keyring: Pick<Keyring, 'local' | 'blind' | 'guard'>): Cipher {
  async function sealText(json: string, context: string): Promise<Bytes> {
    const key = await keyring.local();
    return keyring.guard(() => sealBytes(key, utf8(json), `decentrl/row/v1/${context}`));
  }

  return {
    seal: (value, context) => sealText(JSON.stringify(value), context),
    sealText,
    async open(ciphertext, context) {
      const key = await keyring.local();
      try {
        const plaintext = await keyring.guard(() => openBytes(key, ciphertext, `decentrl/row/v1/${context}`));
        return JSON.parse(utf8Decode(plaintext)) as JsonValue;
      } catch (error) {
        if (error instanceof LockedError) throw error;
        throw new StorageError('A stored row is damaged.', { cause: error });
      }
    },
    blind: (text) => keyring.blind(text),
  };
}

/** HMAC of a text as base64url, the name of a row. */
export async function blindText(key: CryptoKey, text: string): Promise<string> {
  return base64urlEncode(new Uint8Array(await crypto.subtle.sign('HMAC', key, utf8(text))));
}
