import { agreerFromKey, agreerFromSeed } from '../crypto/agreement.ts';
import { base64Decode, base64Encode } from '../crypto/base64.ts';
import type { Bytes } from '../crypto/bytes.ts';
import { pkcs8OfSeed } from '../crypto/native-keys.ts';
import { signerFromKey, signerFromSeed } from '../crypto/signature.ts';
import { deriveIdentitySeeds, deriveStorageKeys } from '../protocol/derive-keys.ts';
import { formatDid, parseDid } from '../protocol/did.ts';
import type { IdentityKeys, IdentityProfile } from './identity-keys.ts';
import { type KeyUse, openKey, sealBytes } from './sealed-bytes.ts';
import type { WrappedIdentity } from './vault-record.ts';

type Part = Exclude<keyof WrappedIdentity, 'index'>;

const USES: Record<Part, KeyUse> = {
  signing: { format: 'pkcs8', algorithm: 'Ed25519', usages: ['sign'] },
  preKey: { format: 'pkcs8', algorithm: 'X25519', usages: ['deriveKey', 'deriveBits'] },
  store: { format: 'raw', algorithm: 'AES-GCM', usages: ['encrypt', 'decrypt', 'wrapKey', 'unwrapKey'] },
  tag: { format: 'raw', algorithm: { name: 'HMAC', hash: 'SHA-512' } as HmacImportParams, usages: ['sign'] },
  storageIndex: {
    format: 'raw',
    algorithm: { name: 'HMAC', hash: 'SHA-256' } as HmacImportParams,
    usages: ['sign'],
  },
};

// The DID in the context keeps a wrapped key from being moved to another identity.
const contextOf = (part: Part, did: string) => `decentrl/vault/v1/identity/${part}/${did}`;

/**
 * Derives identity `index` from the root (protocol.md §2.1) and wraps its keys under the data key, in the form in which they
 * are unwrapped straight into CryptoKeys later. The only moment its private keys are bytes; they are zeroed before it resolves.
 */
export async function wrapIdentity(
  dataKey: CryptoKey,
  {
    root,
    index,
    alias,
    mediatorDid,
  }: { root: Bytes; index: number; alias: string | null; mediatorDid: string },
): Promise<{ profile: IdentityProfile; wrapped: WrappedIdentity }> {
  const seeds = deriveIdentitySeeds(root, index);
  const storage = deriveStorageKeys(seeds.storage);
  const secrets: Record<Part, Bytes> = {
    signing: pkcs8OfSeed('Ed25519', seeds.signing),
    preKey: pkcs8OfSeed('X25519', seeds.preKey),
    store: storage.store,
    tag: storage.tag,
    storageIndex: storage.index,
  };
  try {
    const signingKey = signerFromSeed(seeds.signing).publicKey as Bytes;
    const preKey = agreerFromSeed(seeds.preKey).publicKey;
    const did = formatDid({ alias, signingKey, preKey, mediatorDid });
    const seal = async (part: Part) =>
      base64Encode(await sealBytes(dataKey, secrets[part], contextOf(part, did)));
    const [signing, preKeySealed, store, tag, storageIndex] = await Promise.all([
      seal('signing'),
      seal('preKey'),
      seal('store'),
      seal('tag'),
      seal('storageIndex'),
    ]);
    return {
      profile: { index, did, alias, mediatorDid, signingKey: parseDid(did).signingKeyMultibase },
      wrapped: { index, signing, preKey: preKeySealed, store, tag, storageIndex },
    };
  } finally {
    for (const bytes of [...Object.values(secrets), seeds.signing, seeds.preKey, seeds.storage])
      bytes.fill(0);
  }
}

/** Unwraps an identity's keys into non-extractable CryptoKeys; rejects when the data key or any bit is another. */
export async function unwrapIdentity(
  dataKey: CryptoKey,
  profile: Pick<IdentityProfile, 'index' | 'did'>,
  wrapped: WrappedIdentity,
): Promise<IdentityKeys> {
  const did = parseDid(profile.did);
  const open = (part: Part) =>
    openKey(dataKey, base64Decode(wrapped[part]), contextOf(part, profile.did), USES[part]);
  const [signing, preKey, store, tag, indexKey] = await Promise.all([
    open('signing'),
    open('preKey'),
    open('store'),
    open('tag'),
    open('storageIndex'),
  ]);
  return {
    index: profile.index,
    did,
    signer: signerFromKey(signing, did.signingKey),
    preKey: agreerFromKey(preKey, did.preKey),
    store,
    tag,
    indexKey,
  };
}
