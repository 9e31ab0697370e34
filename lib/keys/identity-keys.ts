import type { Agreer } from '../crypto/agreement.ts';
import type { Signer } from '../crypto/signature.ts';
import type { ParsedDid } from '../protocol/did.ts';

/** The public part of an identity: readable while locked. */
export interface IdentityProfile {
  index: number;
  did: string;
  alias: string | null;
  mediatorDid: string;
  /** Multibase Ed25519 key (`z6Mk…`). */
  signingKey: string;
}

/**
 * The keys of one identity, leased: after a lock every use (and the getters of the CryptoKeys) throws LockedError, and an
 * operation begun before gives nothing (security.md T-36). Take them anew for every task; never keep them.
 */
export interface IdentityKeys {
  readonly index: number;
  readonly did: ParsedDid;
  readonly signer: Signer;
  readonly preKey: Agreer;
  /** AES-256-GCM: encrypt, decrypt, wrapKey, unwrapKey (`decentrl/storage/v1/store`). */
  readonly store: CryptoKey;
  /** HMAC-SHA-512, sign (`decentrl/storage/v1/tag`). */
  readonly tag: CryptoKey;
  /** HMAC-SHA-256, sign (`decentrl/storage/v1/index`). */
  readonly indexKey: CryptoKey;
}
