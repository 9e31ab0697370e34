/**
 * What of the keys is on the disk. A random data key encrypts every secret, each bound to its place; the password wraps
 * only the data key. Nothing in the record can be changed unseen: a checksum finds damage before any work, the header is
 * authenticated with the wrapped data key, and `seal` authenticates all the rest under the data key. Because a check value
 * says whether the password was right, a changed header shows as tampering and not as a wrong password (security.md T-30).
 */
import * as v from 'valibot';
import { base64Encode } from '../crypto/base64.ts';
import { utf8 } from '../crypto/bytes.ts';
import { canonicalJson } from '../crypto/canonical.ts';
import { sha256 } from '../crypto/hash.ts';
import { VaultDamagedError } from '../errors/errors.ts';
import { assertKdfParams } from './kdf-params.ts';

export const VAULT_FORMAT = 'decentrl-vault';
export const VAULT_VERSION = 1;

const text = v.pipe(v.string(), v.maxLength(4096));
const whole = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

const headerSchema = v.strictObject({
  format: v.literal(VAULT_FORMAT),
  version: v.literal(VAULT_VERSION),
  kdf: v.strictObject({
    name: v.literal('argon2id'),
    memoryKiB: whole,
    passes: whole,
    lanes: whole,
    salt: text,
  }),
  /** 16 bytes made from the password beside the wrapping key. */
  passwordCheck: text,
});

const profileSchema = v.strictObject({
  index: whole,
  did: text,
  alias: v.nullable(text),
  mediatorDid: text,
  signingKey: text,
});

const identitySchema = v.strictObject({
  index: whole,
  signing: text,
  preKey: text,
  store: text,
  tag: text,
  storageIndex: text,
});

const recordSchema = v.strictObject({
  header: headerSchema,
  wrappedDataKey: text,
  /** Grows by one with every change; of two copies the greater one is newer. */
  revision: whole,
  wordsConfirmed: v.boolean(),
  profiles: v.pipe(v.array(profileSchema), v.minLength(1), v.maxLength(100)),
  /** base64 of `nonce ‖ ciphertext ‖ tag` under the data key. */
  secrets: v.strictObject({
    root: text,
    local: text,
    localIndex: text,
    identities: v.pipe(v.array(identitySchema), v.maxLength(100)),
  }),
  seal: text,
  checksum: text,
});

export type VaultHeader = v.InferOutput<typeof headerSchema>;
export type VaultRecord = v.InferOutput<typeof recordSchema>;
export type WrappedIdentity = v.InferOutput<typeof identitySchema>;
/** A record that was not sealed yet. */
export type VaultContent = Omit<VaultRecord, 'seal' | 'checksum'>;

/** What the wrapped data key is bound to. */
export function headerContext(header: VaultHeader): string {
  return canonicalJson(header);
}

/** What the seal authenticates: everything but itself and the checksum. */
export function sealContext({
  seal: _seal,
  checksum: _checksum,
  ...content
}: VaultContent & Partial<VaultRecord>): string {
  return canonicalJson(content);
}

function checksumOf({ checksum: _checksum, ...rest }: VaultRecord): string {
  return base64Encode(sha256(utf8(canonicalJson(rest))));
}

/** The text of a record as both copies hold it. */
export function encodeVault(content: VaultContent, seal: string): string {
  const record: VaultRecord = { ...content, seal, checksum: '' };
  return canonicalJson({ ...record, checksum: checksumOf(record) });
}

/**
 * Reads a copy: shape, version, checksum and the range of the password's cost, all without a key and in well under 100 ms.
 * Throws VaultDamagedError.
 */
export function decodeVault(copy: unknown): VaultRecord {
  let record: VaultRecord;
  try {
    if (typeof copy !== 'string' || copy.length > 1_000_000) throw new TypeError('not a vault');
    record = v.parse(recordSchema, JSON.parse(copy));
    if (checksumOf(record) !== record.checksum) throw new TypeError('checksum');
  } catch (cause) {
    throw new VaultDamagedError(undefined, { cause });
  }
  assertKdfParams(record.header.kdf);
  return record;
}
