import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { base64Decode } from '../../../lib/crypto/base64.ts';
import { rootFromWords } from '../../../lib/crypto/mnemonic.ts';
import { loadWordList } from '../../../lib/keys/word-list.ts';
import { deriveIdentitySeeds, deriveStorageKeys } from '../../../lib/protocol/derive-keys.ts';
import { type Canary, findCanaries, textCanary } from '../../support/canary-search.ts';
import { type Pair, pair, say } from '../../support/companion-pair.ts';
import { type NodeCompanion, PASSWORD } from '../../support/node-companion.ts';

describe('what mediators see', () => {
  let p: Pair;
  let canaries: Canary[];
  beforeAll(async () => {
    p = await pair();
    const { alice, bob, aliceKey, bobKey } = p;
    for (const [from, to, text] of [
      [alice, bobKey, 'the plaintext of the first message'],
      [bob, aliceKey, 'and the answer to it, as plain'],
    ] as const) {
      await say(from, to, text);
      await from.drain();
    }
    await Promise.all([alice.sync(), bob.sync()]);
    await Promise.all([alice.drain(), bob.drain()]);
    canaries = [
      textCanary('the first message', 'the plaintext of the first message'),
      textCanary('the answer', 'and the answer to it, as plain'),
      textCanary('an event type', 'chat.message'),
      textCanary('a tag', '"chat"'),
      textCanary('the password', PASSWORD),
      ...(await secretsOf(alice, 'Alice')),
      ...(await secretsOf(bob, 'Bob')),
    ];
  }, 60_000);
  afterAll(() => p?.stop());

  /** Everything that must stay on the device. */
  async function secretsOf(companion: NodeCompanion, name: string): Promise<Canary[]> {
    const { words } = await companion.popup('vault_revealWords', { password: PASSWORD });
    const root = rootFromWords(words.join(' '), await loadWordList(companion.app.packagedFile));
    const seeds = deriveIdentitySeeds(root, 0);
    const storage = deriveStorageKeys(seeds.storage);
    const contract = (await companion.app.tables.contracts.getAll())[0]!;
    const rootKey = await companion.app.keyring.rootKey(contract);
    expect(await rootKey.use(async ({ extractable }) => extractable)).toBe(false);
    return Object.entries({ root, ...seeds, ...storage })
      .map(([key, bytes]) => ({ name: `${name}: ${key}`, bytes }))
      .concat([{ name: `${name}: words`, bytes: new TextEncoder().encode(words.slice(0, 4).join(' ')) }]);
  }

  const files = (folder: string): string[] =>
    readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
      entry.isDirectory() ? files(join(folder, entry.name)) : [join(folder, entry.name)],
    );

  it('T-31 R-20 neither database, log nor traffic holds a plaintext, a tag, a key or a word', () => {
    let searched = 0;
    for (const mediator of p.mediators) {
      for (const file of files(mediator.dataDir)) {
        // The mediator's own keys are its secrets, not ours.
        const bytes = readFileSync(file);
        searched += bytes.length;
        expect(findCanaries(bytes, canaries), file).toEqual([]);
      }
      expect(findCanaries(Buffer.from(mediator.log()), canaries), 'log').toEqual([]);
    }
    for (const companion of [p.alice, p.bob]) {
      for (const { url, body } of companion.requests) {
        searched += body.length;
        expect(findCanaries(Buffer.from(`${url}\n${body}`), canaries), url).toEqual([]);
        for (const payload of body.match(/"payload":"([A-Za-z0-9+/=]+)"/g) ?? []) {
          expect(findCanaries(base64Decode(payload.slice(11, -1)), canaries)).toEqual([]);
        }
      }
    }
    expect(searched).toBeGreaterThan(10_000);
  });

  it('R-20 the search finds what it is given to find', () => {
    for (const { name, bytes } of canaries) {
      const planted = Buffer.concat([
        Buffer.from('{"payload":"x'),
        Buffer.from(Buffer.from(bytes).toString('base64')),
      ]);
      expect(findCanaries(planted, canaries)).toEqual(
        expect.arrayContaining([expect.stringContaining(name)]),
      );
    }
    // What mediators are meant to see is there: the search looks at the right places.
    const did = textCanary('the DID', p.aliceDid);
    const databases = p.mediators
      .flatMap((mediator) => files(mediator.dataDir))
      .map((file) => readFileSync(file));
    expect(databases.some((bytes) => findCanaries(bytes, [did]).length > 0)).toBe(true);
  });
});
