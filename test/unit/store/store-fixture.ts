import 'fake-indexeddb/auto';
import { utf8, utf8Decode } from '../../../lib/crypto/bytes.ts';
import { StorageError } from '../../../lib/errors/errors.ts';
import { blindText } from '../../../lib/keys/local-cipher.ts';
import { openBytes, sealBytes } from '../../../lib/keys/sealed-bytes.ts';
import type { Cipher } from '../../../lib/store/cipher.ts';
import { openDatabase } from '../../../lib/store/database.ts';

let databases = 0;

/** A fresh database. */
export function freshDatabase() {
  return openDatabase(`store-${++databases}`);
}

/** The cipher of lib/keys over keys that are always there. */
export async function testCipher(): Promise<Cipher> {
  const [key, index] = await Promise.all([
    crypto.subtle.importKey('raw', new Uint8Array(32).fill(1), 'AES-GCM', false, ['encrypt', 'decrypt']),
    crypto.subtle.importKey('raw', new Uint8Array(32).fill(2), { name: 'HMAC', hash: 'SHA-256' }, false, [
      'sign',
    ]),
  ]);
  const sealText = (json: string, context: string) => sealBytes(key, utf8(json), context);
  return {
    seal: (value, context) => sealText(JSON.stringify(value), context),
    sealText,
    async open(ciphertext, context) {
      try {
        return JSON.parse(utf8Decode(await openBytes(key, ciphertext, context)));
      } catch (cause) {
        throw new StorageError('damaged', { cause });
      }
    },
    blind: (text) => blindText(index, text),
  };
}

/** Makes every write of the next transactions fail like a full disk, until the returned function is called. */
export function fillDisk(): () => void {
  const { put, add } = IDBObjectStore.prototype;
  const full = () => {
    throw new DOMException('no space', 'QuotaExceededError');
  };
  IDBObjectStore.prototype.put = full;
  IDBObjectStore.prototype.add = full;
  return () => {
    IDBObjectStore.prototype.put = put;
    IDBObjectStore.prototype.add = add;
  };
}
