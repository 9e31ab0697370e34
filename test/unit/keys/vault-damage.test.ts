import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { base64Encode } from '../../../lib/crypto/base64.ts';
import { utf8 } from '../../../lib/crypto/bytes.ts';
import { canonicalJson } from '../../../lib/crypto/canonical.ts';
import { sha256 } from '../../../lib/crypto/hash.ts';
import { VaultDamagedError, WrongPasswordError } from '../../../lib/errors/errors.ts';
import { assertKdfParams, createPasswordKdf, DEFAULT_KDF } from '../../../lib/keys/kdf-params.ts';
import { createKeyring } from '../../../lib/keys/keyring.ts';
import { decodeVault, type VaultRecord } from '../../../lib/keys/vault-record.ts';
import { packagedFile } from '../../support/packaged-file.ts';
import { createBrowser, createUnlockedBrowser, MEDIATOR, PASSWORD } from './keyring-fixture.ts';

type Browser = Awaited<ReturnType<typeof createUnlockedBrowser>>;

async function lockedBrowser(): Promise<Browser & { text: string }> {
  const browser = await createUnlockedBrowser();
  await browser.keyring.lock('person');
  return { ...browser, text: (await browser.local.get<string>('vault'))! };
}

const places = {
  database: {
    read: async ({ db }: Browser) => (await db.get('vault', 'record'))?.value,
    write: async ({ db }: Browser, text: unknown) =>
      void (await db.put('vault', { key: 'record', value: text })),
    remove: ({ db }: Browser) => db.delete('vault', 'record'),
  },
  'storage.local': {
    read: ({ local }: Browser) => local.get('vault'),
    write: ({ local }: Browser, text: unknown) => local.set('vault', text),
    remove: ({ local }: Browser) => local.remove('vault'),
  },
};

async function writeBoth(browser: Browser, text: unknown): Promise<void> {
  for (const place of Object.values(places)) await place.write(browser, text);
}

/** Changes one field of the header; `forged` also corrects the checksum, as somebody who knows the format would. */
function edit(text: string, change: (record: VaultRecord) => void, forged: boolean): string {
  const record = JSON.parse(text) as VaultRecord;
  change(record);
  if (forged) {
    const { checksum: _checksum, ...rest } = record;
    record.checksum = base64Encode(sha256(utf8(canonicalJson(rest))));
  }
  return JSON.stringify(record);
}

const set = (path: string, value: unknown) => (record: VaultRecord) => {
  const names = path.split('.');
  const last = names.pop()!;
  let target = record as unknown as Record<string, unknown>;
  for (const name of names) target = target[name] as Record<string, unknown>;
  target[last] = value;
};

const EDITS: [string, unknown][] = [
  ['header.format', 'other'],
  ['header.version', 2],
  ['header.version', 0],
  ['header.kdf.name', 'pbkdf2'],
  ['header.kdf.memoryKiB', 1024],
  ['header.kdf.memoryKiB', 2 ** 31],
  ['header.kdf.memoryKiB', 32 * 1024],
  ['header.kdf.passes', 1],
  ['header.kdf.passes', 0],
  ['header.kdf.passes', 2 ** 31],
  ['header.kdf.passes', 2],
  ['header.kdf.lanes', 0],
  ['header.kdf.lanes', 64],
  ['header.kdf.lanes', 2],
  ['header.kdf.salt', base64Encode(new Uint8Array(16))],
  ['header.passwordCheck', base64Encode(new Uint8Array(16))],
  ['header.extra', 1],
  ['wrappedDataKey', base64Encode(new Uint8Array(60))],
  ['revision', 7],
  ['wordsConfirmed', true],
  ['profiles.0.alias', 'mallory'],
  ['profiles.0.mediatorDid', 'did:web:mallory.example'],
  ['secrets.root', base64Encode(new Uint8Array(60))],
  ['seal', base64Encode(new Uint8Array(28))],
];

describe('vault', () => {
  it.each(EDITS)('T-30 %s = %j in both copies is tampering, found before any work', async (path, value) => {
    const browser = await lockedBrowser();
    await writeBoth(browser, edit(browser.text, set(path, value), false));
    const runs = browser.kdf.runs;
    const started = performance.now();
    expect(await browser.wake().state()).toBe('damaged');
    await expect(browser.wake().unlock(PASSWORD)).rejects.toThrow(VaultDamagedError);
    expect(performance.now() - started).toBeLessThan(100);
    expect(browser.kdf.runs).toBe(runs);
  });

  it.each(EDITS)('T-30 %s = %j forged with a new checksum never opens', async (path, value) => {
    const browser = await lockedBrowser();
    await writeBoth(browser, edit(browser.text, set(path, value), true));
    // Other inputs of the slow function give another key, which looks like another password; all else is told apart.
    const looksLikePassword = /kdf\.(salt|lanes|passes|memoryKiB)|passwordCheck/.test(path);
    const error = await browser
      .wake()
      .unlock(PASSWORD)
      .catch((reason: unknown) => reason);
    if (looksLikePassword && error instanceof WrongPasswordError) return;
    expect(error).toBeInstanceOf(VaultDamagedError);
  });

  it.each(EDITS)('T-30 %s = %j forged in one copy leaves the other in force', async (path, value) => {
    const browser = await lockedBrowser();
    await places['storage.local'].write(browser, edit(browser.text, set(path, value), true));
    await browser.wake().unlock(PASSWORD);
    expect(await browser.local.get('vault')).toBe(browser.text);
  });

  it('T-30 refuses the cost before any work, at both ends and below the pairs of OWASP', () => {
    const refused = [
      [18 * 1024, 3, 1],
      [257 * 1024, 3, 1],
      [64 * 1024, 0, 1],
      [64 * 1024, 11, 1],
      [64 * 1024, 3, 0],
      [64 * 1024, 3, 5],
      [45 * 1024, 1, 1],
      [64 * 1024, 2.5, 1],
      [Number.NaN, 3, 1],
    ] as const;
    for (const [memoryKiB, passes, lanes] of refused) {
      expect(() => assertKdfParams({ memoryKiB, passes, lanes })).toThrow(VaultDamagedError);
    }
    const accepted = [
      [19 * 1024, 2, 1],
      [46 * 1024, 1, 1],
      [256 * 1024, 10, 4],
    ] as const;
    for (const [memoryKiB, passes, lanes] of accepted) assertKdfParams({ memoryKiB, passes, lanes });
  });

  it('T-29 costs what security.md *Vault* says: 64 MiB, three passes', async () => {
    expect(DEFAULT_KDF).toEqual({ memoryKiB: 65536, passes: 3, lanes: 1 });
    const started = performance.now();
    await createPasswordKdf(packagedFile)(PASSWORD, new Uint8Array(16), DEFAULT_KDF);
    expect(performance.now() - started).toBeGreaterThan(60);
  });

  it('opens with the same characters in another normal form', async () => {
    const browser = await createBrowser();
    const keyring = createKeyring({
      ...browser,
      kdf: createPasswordKdf(packagedFile),
      kdfParams: { memoryKiB: 19 * 1024, passes: 2, lanes: 1 },
    });
    await keyring.create({ alias: 'alice', mediatorDid: MEDIATOR, password: 'caf\u00e9 by the harbour' });
    await keyring.lock('person');
    await keyring.unlock('cafe\u0301 by the harbour');
    expect(await keyring.state()).toBe('unlocked');
  });

  it('raises the cost of an old vault at unlock, for both copies', async () => {
    const browser = await createBrowser();
    const old = createKeyring({ ...browser, kdfParams: { memoryKiB: 19 * 1024, passes: 2, lanes: 1 } });
    await old.create({ alias: 'alice', mediatorDid: MEDIATOR, password: PASSWORD });
    await old.lock('person');
    await browser.wake().unlock(PASSWORD);
    for (const place of Object.values(places)) {
      expect(decodeVault(await place.read({ ...browser, keyring: old })).header.kdf).toMatchObject(
        DEFAULT_KDF,
      );
    }
    await browser.wake().lock('person');
    await browser.wake().unlock(PASSWORD);
  });

  describe.each(Object.entries(places))('L-16 the copy in %s', (_, place) => {
    const damages: [string, (text: string) => unknown][] = [
      ['truncated', (text) => text.slice(0, text.length / 2)],
      ['emptied', () => ''],
      ['replaced by another type', () => ({ vault: true })],
      ['turned into null', () => null],
    ];
    it.each(damages)('%s is repaired from the other', async (_name, damage) => {
      const browser = await lockedBrowser();
      await place.write(browser, damage(browser.text));
      expect(await browser.wake().state()).toBe('locked');
      await browser.wake().unlock(PASSWORD);
      expect(await place.read(browser)).toBe(browser.text);
    });

    it('removed is repaired from the other', async () => {
      const browser = await lockedBrowser();
      await place.remove(browser);
      await browser.wake().unlock(PASSWORD);
      expect(await place.read(browser)).toBe(browser.text);
    });

    it('with any one character changed is repaired from the other, also under a running session', async () => {
      const browser = await createUnlockedBrowser();
      const text = (await browser.local.get<string>('vault'))!;
      await fc.assert(
        fc.asyncProperty(fc.nat(text.length - 1), fc.integer({ min: 1, max: 127 }), async (at, flip) => {
          const changed =
            text.slice(0, at) + String.fromCharCode(text.charCodeAt(at) ^ flip) + text.slice(at + 1);
          await place.write(browser, changed);
          await browser.wake().identity(0);
          // White space outside the strings changes the text and not the record.
          expect(decodeVault(await place.read(browser))).toEqual(decodeVault(text));
        }),
        { numRuns: 60 },
      );
    });
  });

  it('L-17 a death between the two writes leaves a vault that opens, in the old state or the new', async () => {
    const browser = await lockedBrowser();
    await browser.wake().unlock(PASSWORD);
    await browser.wake().addIdentity({ alias: 'work', mediatorDid: MEDIATOR });
    await browser.local.set('vault', browser.text);
    expect(await browser.wake().identities()).toHaveLength(2);
    expect(decodeVault(await browser.local.get('vault')).revision).toBe(2);
  });

  it('L-17 a password change killed between the two writes accepts the new password', async () => {
    const browser = await lockedBrowser();
    await browser.wake().unlock(PASSWORD);
    await browser.wake().changePassword(PASSWORD, 'another long sentence 9');
    await browser.local.set('vault', browser.text);
    await browser.wake().lock('person');
    await browser.wake().unlock('another long sentence 9');
    await browser.wake().lock('person');
    await expect(browser.wake().unlock(PASSWORD)).rejects.toThrow(WrongPasswordError);
  });

  it('with both copies damaged says so and can be restored over, but not created over', async () => {
    const browser = await lockedBrowser();
    const [profile] = await browser.wake().profiles();
    await writeBoth(browser, 'garbage');
    expect(await browser.wake().state()).toBe('damaged');
    const create = browser.wake().create({ alias: 'new', mediatorDid: MEDIATOR, password: PASSWORD });
    await expect(create).rejects.toMatchObject({ code: -32600 });
    const root = new Uint8Array(32).fill(9);
    await browser
      .wake()
      .restore({ root, identities: [{ ...profile!, did: undefined! }], password: PASSWORD });
    expect(await browser.wake().state()).toBe('unlocked');
  });

  it('T-31 holds no key, word or password in clear, in any storage', async () => {
    const browser = await createBrowser();
    const root = new Uint8Array(32).fill(0x5a);
    await browser
      .wake()
      .restore({ root, identities: [{ index: 0, alias: 'a', mediatorDid: MEDIATOR }], password: PASSWORD });
    const everything = JSON.stringify([
      browser.local.dump(),
      browser.session.dump(),
      await Promise.all([...browser.db.objectStoreNames].map((name) => browser.db.getAll(name))),
    ]);
    for (const canary of [
      base64Encode(root),
      Buffer.from(root).toString('hex'),
      PASSWORD,
      String.fromCharCode(...root),
    ]) {
      expect(everything).not.toContain(canary);
    }
  });
});
