import type { Bytes } from '../crypto/bytes.ts';

const NONCE = 12;
const TAG = 16;

/** The parameters of AES-256-GCM that bind a ciphertext to the place it belongs to. */
export function sealParams(nonce: Bytes, context: string): AesGcmParams {
  return {
    name: 'AES-GCM',
    iv: nonce,
    additionalData: new TextEncoder().encode(context),
    tagLength: TAG * 8,
  };
}

/** A fresh random nonce. */
export function freshNonce(): Bytes {
  return crypto.getRandomValues(new Uint8Array(NONCE));
}

/** Joins `nonce ‖ ciphertext ‖ tag`. */
export function joinSealed(nonce: Bytes, ciphertext: ArrayBuffer): Bytes {
  const sealed = new Uint8Array(NONCE + ciphertext.byteLength);
  sealed.set(nonce);
  sealed.set(new Uint8Array(ciphertext), NONCE);
  return sealed;
}

/** Splits what `joinSealed` joined. Throws RangeError when it is too short to be that. */
export function splitSealed(sealed: Bytes): { nonce: Bytes; ciphertext: Bytes } {
  if (sealed.length < NONCE + TAG) throw new RangeError('sealed bytes are too short');
  return { nonce: sealed.slice(0, NONCE), ciphertext: sealed.subarray(NONCE) };
}

/** AES-256-GCM with `context` authenticated: `nonce(12) ‖ ciphertext ‖ tag(16)`. */
export async function sealBytes(key: CryptoKey, plaintext: Bytes, context: string): Promise<Bytes> {
  const nonce = freshNonce();
  return joinSealed(nonce, await crypto.subtle.encrypt(sealParams(nonce, context), key, plaintext));
}

/** Reverses `sealBytes`; rejects (OperationError or RangeError) for another key, context or any changed bit. */
export async function openBytes(key: CryptoKey, sealed: Bytes, context: string): Promise<Bytes> {
  const { nonce, ciphertext } = splitSealed(sealed);
  return new Uint8Array(await crypto.subtle.decrypt(sealParams(nonce, context), key, ciphertext));
}

/** Like `sealBytes` for a key that must be extractable: its bytes never pass through JavaScript. */
export async function sealKey(
  wrappingKey: CryptoKey,
  key: CryptoKey,
  format: 'raw' | 'pkcs8',
  context: string,
): Promise<Bytes> {
  const nonce = freshNonce();
  return joinSealed(nonce, await crypto.subtle.wrapKey(format, key, wrappingKey, sealParams(nonce, context)));
}

/** What a sealed key becomes when it is unwrapped. */
export interface KeyUse {
  format: 'raw' | 'pkcs8';
  algorithm: AlgorithmIdentifier | HmacImportParams;
  usages: KeyUsage[];
  extractable?: boolean;
}

/** Opens sealed key bytes straight into a CryptoKey, non-extractable unless asked; rejects like `openBytes`. */
export async function openKey(
  wrappingKey: CryptoKey,
  sealed: Bytes,
  context: string,
  use: KeyUse,
): Promise<CryptoKey> {
  const { nonce, ciphertext } = splitSealed(sealed);
  const params = sealParams(nonce, context);
  const { format, algorithm, usages, extractable = false } = use;
  return crypto.subtle.unwrapKey(format, ciphertext, wrappingKey, params, algorithm, extractable, usages);
}
