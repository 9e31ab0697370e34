/**
 * The only writer of the vault record. A copy found on the disk is believed, and the other one repaired from it, only
 * after a key has authenticated it; until then anybody who can write a file could have made it.
 */
import { base64Decode, base64Encode } from '../crypto/base64.ts';
import { type Bytes, randomBytes } from '../crypto/bytes.ts';
import { VaultDamagedError, WrongPasswordError } from '../errors/errors.ts';
import { generateDataKey, unwrapDataKey, wrapDataKey } from './data-key.ts';
import type { IdentityProfile } from './identity-keys.ts';
import type { Kdf, KdfParams } from './kdf-params.ts';
import { openBytes, openKey, sealBytes } from './sealed-bytes.ts';
import type { VaultCopies, VaultReading } from './vault-copies.ts';
import {
  encodeVault,
  headerContext,
  sealContext,
  type VaultContent,
  type VaultRecord,
} from './vault-record.ts';
import { wrapIdentity } from './wrapped-identity.ts';

const ROOT = 'decentrl/vault/v1/root';
const LOCAL = 'decentrl/vault/v1/local';
const LOCAL_INDEX = 'decentrl/vault/v1/local-index';
const SEAL = 'decentrl/vault/v1/seal';

/** Which identity to make: `did`, when given, must be what the words give for these parts. */
export interface IdentityPlan {
  index: number;
  alias: string | null;
  mediatorDid: string;
  did?: string;
}

export interface Vault {
  read(): Promise<VaultReading>;
  /** Makes and writes a new vault; gives its data key, extractable. Does not zero `root`. */
  create(options: {
    root: Bytes;
    identities: readonly IdentityPlan[];
    password: string;
    wordsConfirmed: boolean;
  }): Promise<{ dataKey: CryptoKey; record: VaultRecord }>;
  /** Opens it; gives the data key, extractable. Throws WrongPasswordError or VaultDamagedError. */
  open(password: string): Promise<{ dataKey: CryptoKey; record: VaultRecord }>;
  /** The record the data key authenticates. Throws VaultDamagedError. */
  authenticate(dataKey: CryptoKey): Promise<VaultRecord>;
  /** Writes the record with changes, as its next revision. */
  change(
    dataKey: CryptoKey,
    record: VaultRecord,
    changes: Partial<Omit<VaultContent, 'revision'>>,
  ): Promise<VaultRecord>;
  /** Wraps the data key (extractable) under another password or at today's cost, and writes that. */
  rewrap(dataKey: CryptoKey, record: VaultRecord, password: string): Promise<VaultRecord>;
  /** The root as bytes; the caller zeroes them. */
  openRoot(dataKey: CryptoKey, record: VaultRecord): Promise<Bytes>;
  /** The keys of this disk: for rows (AES-256-GCM) and for their names (HMAC-SHA-256). */
  openLocalKeys(
    dataKey: CryptoKey,
    record: VaultRecord,
  ): Promise<{ local: CryptoKey; localIndex: CryptoKey }>;
  erase(): Promise<void>;
}

/** Makes the vault over its two places. */
export function createVault({
  copies,
  kdf,
  params,
}: {
  copies: VaultCopies;
  kdf: Kdf;
  params: KdfParams;
}): Vault {
  async function write(dataKey: CryptoKey, content: VaultContent): Promise<VaultRecord> {
    const seal = base64Encode(await sealBytes(dataKey, new Uint8Array(), `${SEAL}/${sealContext(content)}`));
    const text = encodeVault(content, seal);
    await copies.write(text);
    return JSON.parse(text) as VaultRecord;
  }

  async function isSealedBy(dataKey: CryptoKey, record: VaultRecord): Promise<boolean> {
    try {
      await openBytes(dataKey, base64Decode(record.seal), `${SEAL}/${sealContext(record)}`);
      return true;
    } catch {
      return false;
    }
  }

  async function readable(): Promise<VaultReading> {
    const reading = await copies.read();
    if (reading.copies.length === 0) throw new VaultDamagedError();
    return reading;
  }

  function change(
    dataKey: CryptoKey,
    { seal: _seal, checksum: _checksum, ...content }: VaultRecord,
    changes: Partial<Omit<VaultContent, 'revision'>>,
  ): Promise<VaultRecord> {
    return write(dataKey, { ...content, ...changes, revision: content.revision + 1 });
  }

  return {
    read: () => copies.read(),
    async create({ root, identities, password, wordsConfirmed }) {
      const dataKey = await generateDataKey();
      const made = await Promise.all(identities.map((plan) => wrapIdentity(dataKey, { root, ...plan })));
      for (const [at, { profile }] of made.entries()) {
        const expected = identities[at]?.did;
        if (expected !== undefined && expected !== profile.did)
          throw new RangeError('the words do not give this DID');
      }
      const { header, wrappedDataKey } = await wrapDataKey(dataKey, password, kdf, params);
      const sealRandom = async (context: string) =>
        base64Encode(await sealBytes(dataKey, randomBytes(32), context));
      const content: VaultContent = {
        header,
        wrappedDataKey,
        revision: 1,
        wordsConfirmed,
        profiles: made.map(({ profile }) => profile),
        secrets: {
          root: base64Encode(await sealBytes(dataKey, root, ROOT)),
          local: await sealRandom(LOCAL),
          localIndex: await sealRandom(LOCAL_INDEX),
          identities: made.map(({ wrapped }) => wrapped),
        },
      };
      try {
        return { dataKey, record: await write(dataKey, content) };
      } catch (error) {
        // Half a vault, whose words nobody has seen, must not stand in the way of another try.
        await copies.erase().catch(() => undefined);
        throw error;
      }
    },
    async open(password) {
      const reading = await readable();
      const refused = new Map<string, number>();
      let damage: unknown;
      for (const { text, record } of reading.copies) {
        const header = headerContext(record.header);
        // Copies that differ elsewhere need the slow function once only.
        if (refused.has(header)) continue;
        try {
          const dataKey = await unwrapDataKey(record, password, kdf);
          if (!(await isSealedBy(dataKey, record))) throw new VaultDamagedError();
          if (!reading.intact) await copies.repair(text);
          return { dataKey, record };
        } catch (problem) {
          if (problem instanceof WrongPasswordError) refused.set(header, record.revision);
          else damage ??= problem;
        }
      }
      // Our own writes never make two headers of one revision: one of them was changed.
      if (new Set(refused.values()).size < refused.size) throw new VaultDamagedError();
      throw refused.size > 0 ? new WrongPasswordError() : damage;
    },
    async authenticate(dataKey) {
      const reading = await readable();
      for (const { text, record } of reading.copies) {
        if (!(await isSealedBy(dataKey, record))) continue;
        if (!reading.intact) await copies.repair(text);
        return record;
      }
      throw new VaultDamagedError();
    },
    change,
    async rewrap(dataKey, record, password) {
      return change(dataKey, record, await wrapDataKey(dataKey, password, kdf, params));
    },
    openRoot: (dataKey, record) => openBytes(dataKey, base64Decode(record.secrets.root), ROOT),
    async openLocalKeys(dataKey, { secrets }) {
      const [local, localIndex] = await Promise.all([
        openKey(dataKey, base64Decode(secrets.local), LOCAL, {
          format: 'raw',
          algorithm: 'AES-GCM',
          usages: ['encrypt', 'decrypt'],
        }),
        openKey(dataKey, base64Decode(secrets.localIndex), LOCAL_INDEX, {
          format: 'raw',
          algorithm: { name: 'HMAC', hash: 'SHA-256' },
          usages: ['sign'],
        }),
      ]);
      return { local, localIndex };
    },
    erase: () => copies.erase(),
  };
}

/** The public part of a record. */
export function profilesOf(record: VaultRecord): IdentityProfile[] {
  return record.profiles.map((profile) => ({ ...profile }));
}
