import { assertBytes, type Bytes, copyBytes } from './bytes.ts';
import { assertSigningKey, isSignatureShaped, isSigningKey } from './edwards-points.ts';
import { importPrivateKey, importPublicKey } from './native-keys.ts';
import { ed25519PublicKey, isPrimeOrderPoint, signEd25519, verifyEd25519 } from './noble-ed25519.ts';

export { assertSigningKey } from './edwards-points.ts';

/**
 * A signing identity. Only `lib/protocol` may call `sign`, and only over canonical JSON of its closed schemas:
 * nothing else in the product signs bytes (protocol.md §3.9).
 */
export interface Signer {
  readonly publicKey: Bytes;
  sign(message: Bytes): Promise<Bytes>;
}

/** A public key that passed the intake check and was imported once, for many signatures. */
export interface Verifier {
  readonly publicKey: Bytes;
  verify(message: Bytes, signature: Bytes): Promise<boolean>;
}

/** Signs with a 32-byte Ed25519 seed (RFC 8032), natively where WebCrypto can. For mediators, tests and making identities. */
export function signerFromSeed(secretSeed: Uint8Array): Signer {
  assertBytes(secretSeed, 32, 'signing seed');
  const seed = copyBytes(secretSeed);
  let native: Promise<CryptoKey | null> | undefined;
  return {
    publicKey: ed25519PublicKey(seed),
    async sign(message) {
      native ??= importPrivateKey('Ed25519', seed);
      const key = await native;
      return key ? signNative(key, message) : signEd25519(message, seed);
    },
  };
}

/** Signs with a (non-extractable) WebCrypto Ed25519 key whose public half is `publicKey`. */
export function signerFromKey(privateKey: CryptoKey, publicKey: Bytes): Signer {
  assertBytes(publicKey, 32, 'public key');
  return { publicKey: copyBytes(publicKey), sign: (message) => signNative(privateKey, message) };
}

async function signNative(key: CryptoKey, message: Bytes): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.sign('Ed25519', key, message));
}

/**
 * Checks a public key once (throws `signing-key`, about 1 ms) and imports it, so that each further verification costs one
 * native call. Verdicts equal those of `verifySignature`.
 */
export async function importVerifyKey(publicKey: Uint8Array): Promise<Verifier> {
  assertSigningKey(publicKey);
  const bytes = copyBytes(publicKey);
  const key = await importPublicKey('Ed25519', bytes);
  return {
    publicKey: bytes,
    async verify(message, signature) {
      if (!isSignatureShaped(signature)) return false;
      return key
        ? crypto.subtle.verify('Ed25519', key, signature, message)
        : verifyByNoble(bytes, message, signature);
    },
  };
}

/**
 * The one verdict on an Ed25519 signature, for any bytes: false for a key that would be refused at intake, for S ≥ L, for
 * an R that is the identity, not canonical or outside the prime-order subgroup, and for anything cofactorless
 * verification refuses. Never throws. For many signatures of one key use `importVerifyKey`.
 */
export async function verifySignature(publicKey: Bytes, message: Bytes, signature: Bytes): Promise<boolean> {
  if (!isSignatureShaped(signature) || publicKey.length !== 32 || !isSigningKey(publicKey)) return false;
  const key = await importPublicKey('Ed25519', publicKey);
  return key
    ? crypto.subtle.verify('Ed25519', key, signature, message)
    : verifyByNoble(publicKey, message, signature);
}

/** The same verdict without WebCrypto; exported so that tests can compare the two paths. */
export function verifySignatureByNoble(publicKey: Bytes, message: Bytes, signature: Bytes): boolean {
  return (
    isSignatureShaped(signature) &&
    isPrimeOrderPoint(publicKey) &&
    verifyByNoble(publicKey, message, signature)
  );
}

function verifyByNoble(publicKey: Bytes, message: Bytes, signature: Bytes): boolean {
  // noble clears the cofactor, so an R with a torsion part must be refused first (protocol.md §3.3).
  if (!isPrimeOrderPoint(signature.subarray(0, 32))) return false;
  return verifyEd25519(publicKey, message, signature);
}
