import { importAeadKey } from './aead.ts';
import { assertBytes, type Bytes, copyBytes, utf8 } from './bytes.ts';
import { CryptoError } from './crypto-error.ts';
import { hkdfSha256 } from './kdf.ts';
import { canonicalCoordinate } from './montgomery-points.ts';
import { importPrivateKey, importPublicKey } from './native-keys.ts';
import { x25519 } from './noble-x25519.ts';

export { assertAgreementKey } from './montgomery-points.ts';

/**
 * An X25519 private key. `agree` gives the AES-256-GCM key made of the raw shared secret, non-extractable, and throws
 * `all-zero` for a peer key that contributes nothing (protocol.md §3.4). Peer keys pass `assertAgreementKey` when they
 * are taken in (`decodeAgreementKey`), not here.
 */
export interface Agreer {
  readonly publicKey: Bytes;
  agree(peerPublicKey: Bytes): Promise<CryptoKey>;
  /** The AES-256-GCM key HKDF-SHA-256 makes of the shared secret, for one use named by `info` (address-messaging.md §2.6, §2.8, §3.5). */
  derive(peerPublicKey: Bytes, use: KeyUse): Promise<CryptoKey>;
}

/** What a derived key is for: raw salt bytes and a text. */
export interface KeyUse {
  salt: Bytes;
  info: string;
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
    async derive(peerPublicKey, use) {
      native ??= importPrivateKey('X25519', seed);
      const key = await native;
      return key
        ? deriveNative(key, peerPublicKey, use)
        : deriveByNoble(seed, canonicalCoordinate(peerPublicKey), use);
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
    async derive(peerPublicKey, use) {
      return deriveNative(privateKey, peerPublicKey, use);
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

const AES = { name: 'AES-GCM', length: 256 };
const AES_USES: KeyUsage[] = ['encrypt', 'decrypt'];

async function agreeNative(privateKey: CryptoKey, peerPublicKey: Bytes): Promise<CryptoKey> {
  return sharedKey(privateKey, peerPublicKey, AES, AES_USES);
}

// The shared secret goes from one key to the next inside WebCrypto: no bytes of it are ever seen here.
async function deriveNative(
  privateKey: CryptoKey,
  peerPublicKey: Bytes,
  { salt, info }: KeyUse,
): Promise<CryptoKey> {
  const secret = await sharedKey(privateKey, peerPublicKey, { name: 'HKDF' }, ['deriveKey']);
  const hkdf = { name: 'HKDF', hash: 'SHA-256', salt, info: utf8(info) };
  return crypto.subtle.deriveKey(hkdf, secret, AES, false, AES_USES);
}

async function sharedKey(
  privateKey: CryptoKey,
  peerPublicKey: Bytes,
  form: AesKeyGenParams | Algorithm,
  uses: KeyUsage[],
): Promise<CryptoKey> {
  const peer = await importPublicKey('X25519', canonicalCoordinate(peerPublicKey));
  if (!peer) throw new CryptoError('agreement-key', 'the peer key cannot be imported');
  try {
    return await crypto.subtle.deriveKey({ name: 'X25519', public: peer }, privateKey, form, false, uses);
  } catch (cause) {
    throw new CryptoError('all-zero', 'the agreement gives no secret', { cause });
  }
}

/** The same agreement without WebCrypto's curve; exported so that tests can compare the two paths. */
export async function agreeByNoble(secretSeed: Uint8Array, peerPublicKey: Uint8Array): Promise<CryptoKey> {
  const sharedSecret = secretByNoble(secretSeed, peerPublicKey);
  const key = await importAeadKey(sharedSecret);
  sharedSecret.fill(0);
  return key;
}

/** `derive` without WebCrypto's curve; exported so that tests can compare the two paths. */
export async function deriveByNoble(
  secretSeed: Uint8Array,
  peerPublicKey: Uint8Array,
  { salt, info }: KeyUse,
): Promise<CryptoKey> {
  const sharedSecret = secretByNoble(secretSeed, peerPublicKey);
  const secretKey = hkdfSha256(sharedSecret, info, 32, salt);
  sharedSecret.fill(0);
  const key = await importAeadKey(secretKey);
  secretKey.fill(0);
  return key;
}

function secretByNoble(secretSeed: Uint8Array, peerPublicKey: Uint8Array): Bytes {
  try {
    return x25519.getSharedSecret(secretSeed, peerPublicKey) as Bytes;
  } catch (cause) {
    throw new CryptoError('all-zero', 'the agreement gives no secret', { cause });
  }
}
