import { importAeadKey } from './aead.ts';
import { assertBytes, type Bytes, copyBytes } from './bytes.ts';
import { CryptoError } from './crypto-error.ts';
import { canonicalCoordinate } from './montgomery-points.ts';
import { importPrivateKey, importPublicKey } from './native-keys.ts';
import { x25519 } from './noble-x25519.ts';

export { assertAgreementKey } from './montgomery-points.ts';

/**
 * An X25519 private key. `agree` gives the AES-256-GCM key made of the raw shared secret, non-extractable, and throws
 * `all-zero` for a peer key that contributes nothing (protocol.md §3). Peer keys pass `assertAgreementKey` when they
 * are taken in (`decodeAgreementKey`), not here.
 */
export interface Agreer {
  readonly publicKey: Bytes;
  agree(peerPublicKey: Bytes): Promise<CryptoKey>;
}

/** A fresh key pair; `privateKey` is extractable so that it can be wrapped once. */
export interface GeneratedAgreement {
  agreer: Agreer;
  privateKey: CryptoKey;
  publicKey: Bytes;
}

/** Agrees with a 32-byte private scalar, natively where WebCrypto can. For mediators, tests and making identities. */
export function agreerFromSeed(secretSeed: Uint8Array): Agreer {
  assertBytes(secretSeed, 32, 'agreement seed');
  const seed = copyBytes(secretSeed);
  let native: Promise<CryptoKey | null> | undefined;
  return {
    publicKey: x25519.getPublicKey(seed) as Bytes,
    async agree(peerPublicKey) {
      native ??= importPrivateKey('X25519', seed);
      const key = await native;
      return key ? agreeNative(key, peerPublicKey) : agreeByNoble(seed, canonicalCoordinate(peerPublicKey));
    },
  };
}

/** Agrees with a (non-extractable) WebCrypto X25519 key, usage `deriveKey`, whose public half is `publicKey`. */
export function agreerFromKey(privateKey: CryptoKey, publicKey: Bytes): Agreer {
  assertBytes(publicKey, 32, 'public key');
  return {
    publicKey: copyBytes(publicKey),
    async agree(peerPublicKey) {
      return agreeNative(privateKey, peerPublicKey);
    },
  };
}

/** Makes the key pair of one contract. */
export async function generateAgreement(): Promise<GeneratedAgreement> {
  const pair = (await crypto.subtle.generateKey('X25519', true, [
    'deriveKey',
    'deriveBits',
  ])) as CryptoKeyPair;
  const publicKey = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey));
  return { agreer: agreerFromKey(pair.privateKey, publicKey), privateKey: pair.privateKey, publicKey };
}

async function agreeNative(privateKey: CryptoKey, peerPublicKey: Bytes): Promise<CryptoKey> {
  const peer = await importPublicKey('X25519', canonicalCoordinate(peerPublicKey));
  if (!peer) throw new CryptoError('agreement-key', 'the peer key cannot be imported');
  try {
    return await crypto.subtle.deriveKey(
      { name: 'X25519', public: peer },
      privateKey,
      { name: 'AES-GCM', length: 256 },
      false,
      ['encrypt', 'decrypt'],
    );
  } catch (cause) {
    throw new CryptoError('all-zero', 'the agreement gives no secret', { cause });
  }
}

/** The same agreement without WebCrypto's curve; exported so that tests can compare the two paths. */
export async function agreeByNoble(secretSeed: Uint8Array, peerPublicKey: Uint8Array): Promise<CryptoKey> {
  let sharedSecret: Bytes;
  try {
    sharedSecret = x25519.getSharedSecret(secretSeed, peerPublicKey) as Bytes;
  } catch (cause) {
    throw new CryptoError('all-zero', 'the agreement gives no secret', { cause });
  }
  const key = await importAeadKey(sharedSecret);
  sharedSecret.fill(0);
  return key;
}
