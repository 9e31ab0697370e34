import { assertBytes, type Bytes } from '../crypto/bytes.ts';
import { hkdfSha256 } from '../crypto/kdf.ts';
import { ProtocolError } from './protocol-error.ts';
import { ROOT_INFO, STORAGE_INFO } from './wire.ts';

/** The three secrets of one identity, 32 bytes each. */
export interface IdentitySeeds {
  signing: Bytes;
  preKey: Bytes;
  storage: Bytes;
}

/** The sub-keys of a storage key, 32 bytes each: AES-256-GCM, HMAC-SHA-512, HMAC-SHA-256. */
export interface StorageKeys {
  store: Bytes;
  tag: Bytes;
  index: Bytes;
}

/** Secrets of identity `n` (0, 1, …) under a 32-byte root (protocol.md §2.1). */
export function deriveIdentitySeeds(secretRoot: Uint8Array, n: number): IdentitySeeds {
  assertBytes(secretRoot, 32, 'root');
  if (!Number.isSafeInteger(n) || n < 0)
    throw new ProtocolError('identity-number', 'identities count 0, 1, 2, …');
  const prefix = n === 0 ? ROOT_INFO : `${ROOT_INFO}${n}/`;
  return {
    signing: hkdfSha256(secretRoot, `${prefix}signing`),
    preKey: hkdfSha256(secretRoot, `${prefix}pre-key`),
    storage: hkdfSha256(secretRoot, `${prefix}storage`),
  };
}

/** Sub-keys of a 32-byte storage key (protocol.md §2.1). */
export function deriveStorageKeys(secretStorage: Uint8Array): StorageKeys {
  assertBytes(secretStorage, 32, 'storage key');
  return {
    store: hkdfSha256(secretStorage, `${STORAGE_INFO}store`),
    tag: hkdfSha256(secretStorage, `${STORAGE_INFO}tag`),
    index: hkdfSha256(secretStorage, `${STORAGE_INFO}index`),
  };
}
