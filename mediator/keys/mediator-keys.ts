import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { type Agreer, agreerFromSeed } from '../../lib/crypto/agreement.ts';
import { base64Decode, base64Encode } from '../../lib/crypto/base64.ts';
import { randomBytes } from '../../lib/crypto/bytes.ts';
import { hkdfSha256 } from '../../lib/crypto/kdf.ts';
import { type Signer, signerFromSeed } from '../../lib/crypto/signature.ts';

const CURSOR_INFO = 'decentrl/mediator/cursor/v1';
const IPFS_INFO = 'decentrl/mediator/ipfs/v1';

/** The mediator's own identity: it signs registrations and opens requests for them. */
export interface MediatorKeys {
  signer: Signer;
  preKey: Agreer;
  /** What the cursors given to clients are sealed with; the same after a restart. */
  cursorKey: Uint8Array;
  /** Behind the peer id of the IPFS node. */
  ipfsSecretSeed: Uint8Array;
}

const schema = v.strictObject({ version: v.literal(1), signing_seed: v.string(), pre_key_seed: v.string() });

/**
 * The key pair kept in `DATA_DIR/keys.json`, made at the first start. The file is the owner's alone (mode 600):
 * made so before a byte is in it, and narrowed when it was widened.
 * @throws when the file exists and is not one of ours; it is never replaced.
 */
export function loadMediatorKeys(dataDir: string): MediatorKeys {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const path = join(dataDir, 'keys.json');
  const seeds = readSeeds(path) ?? makeSeeds(path);
  if ((statSync(path).mode & 0o077) !== 0) chmodSync(path, 0o600);
  return {
    signer: signerFromSeed(seeds.signing),
    preKey: agreerFromSeed(seeds.preKey),
    cursorKey: hkdfSha256(seeds.signing, CURSOR_INFO),
    ipfsSecretSeed: hkdfSha256(seeds.signing, IPFS_INFO),
  };
}

function readSeeds(path: string) {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  try {
    const file = v.parse(schema, JSON.parse(text));
    return { signing: base64Decode(file.signing_seed), preKey: base64Decode(file.pre_key_seed) };
  } catch {
    // Without the cause: it could repeat a part of the file.
    throw new Error(`${path} is damaged; restore it from a backup`);
  }
}

function makeSeeds(path: string) {
  const signing = randomBytes(32);
  const preKey = randomBytes(32);
  const file = { version: 1, signing_seed: base64Encode(signing), pre_key_seed: base64Encode(preKey) };
  writeFileSync(path, `${JSON.stringify(file)}\n`, { mode: 0o600, flag: 'wx', flush: true });
  return { signing, preKey };
}
