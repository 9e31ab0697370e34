import 'fake-indexeddb/auto';
import { type Bytes, utf8 } from '../../../lib/crypto/bytes.ts';
import { sha256 } from '../../../lib/crypto/hash.ts';
import type { Kdf } from '../../../lib/keys/kdf-params.ts';
import { createKeyring } from '../../../lib/keys/keyring.ts';
import { createMemoryArea } from '../../../lib/platform/memory-area.ts';
import { openDatabase } from '../../../lib/store/database.ts';
import { packagedFile } from '../../support/packaged-file.ts';

export const PASSWORD = 'a quiet green harbour 41';
export const MEDIATOR = 'did:web:mediator.example';

let databases = 0;

/** A clock that stands still until it is moved. */
export function fakeClock(start = 1_800_000_000_000) {
  let now = start;
  return {
    now: () => now,
    advance(milliseconds: number) {
      now += milliseconds;
    },
  };
}

/** Argon2id's place taken by a hash, and how often it ran; what it costs is measured elsewhere. */
export function fastKdf(): Kdf & { runs: number } {
  const kdf = Object.assign(
    async (password: string, salt: Bytes) => {
      kdf.runs += 1;
      return sha256(utf8(`${password.normalize('NFKC')}|${salt.join()}`));
    },
    { runs: 0 },
  );
  return kdf;
}

/** One browser: its storages outlive every `wake()`, which makes the keyring a new worker would make. */
export async function createBrowser() {
  const db = await openDatabase(`keys-${++databases}`);
  const local = createMemoryArea();
  const session = createMemoryArea();
  const clock = fakeClock();
  const kdf = fastKdf();
  const deps = { db, local, session, clock, packagedFile, kdf };
  return { ...deps, wake: () => createKeyring(deps) };
}

/** A browser with a vault that is unlocked. */
export async function createUnlockedBrowser() {
  const browser = await createBrowser();
  const keyring = browser.wake();
  await keyring.create({ alias: 'alice', mediatorDid: MEDIATOR, password: PASSWORD });
  return { ...browser, keyring };
}
