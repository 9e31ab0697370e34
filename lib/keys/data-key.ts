import { base64Decode, base64Encode } from '../crypto/base64.ts';
import { type Bytes, equalBytes, randomBytes } from '../crypto/bytes.ts';
import { hkdfSha256 } from '../crypto/kdf.ts';
import { VaultDamagedError, WrongPasswordError } from '../errors/errors.ts';
import type { Kdf, KdfParams } from './kdf-params.ts';
import { openKey, sealKey } from './sealed-bytes.ts';
import { headerContext, VAULT_FORMAT, VAULT_VERSION, type VaultHeader } from './vault-record.ts';

const USAGES: KeyUsage[] = ['encrypt', 'decrypt', 'wrapKey', 'unwrapKey'];

/** How a wrapped data key is opened; extractable only to be wrapped again at once. */
export const dataKeyUse = (extractable: boolean) => ({
  format: 'raw' as const,
  algorithm: 'AES-GCM',
  usages: USAGES,
  extractable,
});

/** A new random data key. Extractable, because it is wrapped next; its bytes never pass through JavaScript. */
export async function generateDataKey(): Promise<CryptoKey> {
  return crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, true, USAGES) as Promise<CryptoKey>;
}

async function passwordKeys(kdf: Kdf, password: string, salt: Bytes, params: KdfParams) {
  const secret = await kdf(password, salt, params);
  const wrapping = hkdfSha256(secret, 'decentrl/vault/v1/wrap');
  const check = hkdfSha256(secret, 'decentrl/vault/v1/check', 16);
  const key = await crypto.subtle.importKey('raw', wrapping, 'AES-GCM', false, ['wrapKey', 'unwrapKey']);
  secret.fill(0);
  wrapping.fill(0);
  return { key, check };
}

/** Wraps the data key (extractable) under a password: a new header with a new salt, and the key bound to that header. */
export async function wrapDataKey(
  dataKey: CryptoKey,
  password: string,
  kdf: Kdf,
  params: KdfParams,
): Promise<{ header: VaultHeader; wrappedDataKey: string }> {
  const salt = randomBytes(16);
  const { key, check } = await passwordKeys(kdf, password, salt, params);
  const header: VaultHeader = {
    format: VAULT_FORMAT,
    version: VAULT_VERSION,
    kdf: { name: 'argon2id', ...params, salt: base64Encode(salt) },
    passwordCheck: base64Encode(check),
  };
  const wrapped = await sealKey(key, dataKey, 'raw', headerContext(header));
  return { header, wrappedDataKey: base64Encode(wrapped) };
}

/** Opens the data key, extractable. Throws WrongPasswordError, or VaultDamagedError when the password is right and the header was changed. */
export async function unwrapDataKey(
  { header, wrappedDataKey }: { header: VaultHeader; wrappedDataKey: string },
  password: string,
  kdf: Kdf,
): Promise<CryptoKey> {
  const { memoryKiB, passes, lanes, salt } = header.kdf;
  const { key, check } = await passwordKeys(kdf, password, base64Decode(salt), { memoryKiB, passes, lanes });
  if (!equalBytes(check, base64Decode(header.passwordCheck))) throw new WrongPasswordError();
  try {
    return await openKey(key, base64Decode(wrappedDataKey), headerContext(header), dataKeyUse(true));
  } catch (cause) {
    throw new VaultDamagedError('The vault on this disk was tampered with. Restore it with the 24 words.', {
      cause,
    });
  }
}
