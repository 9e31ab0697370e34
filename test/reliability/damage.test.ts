import { cp, mkdtemp, open, readdir, rename, rm, stat, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ChromiumCompanion, launchChromium } from '../support/launch-chromium.ts';
import { type RunningMediator, startMediator } from '../support/start-mediator.ts';
import { waitUntil } from '../support/wait-until.ts';
import { BROWSER_PASSWORD } from './support/browser-pair.ts';
import { extensionRpc } from './support/extension-rpc.ts';
import { type Random, randomFrom, runSeed } from './support/random.ts';
import { report } from './support/report.ts';
import { size } from './support/size.ts';

/** The password's key derivation and two starts of the worker, on a machine that is busy. */
const RECOVERY_MS = 40_000;
const MUTATIONS = size(50, 200);

const folders: string[] = [];
let mediator: RunningMediator;
let profile: string;
let did: string;

async function temporary(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'companion-damage-'));
  folders.push(folder);
  return folder;
}

/** The folders of the two copies of the vault in a Chromium profile. */
async function placesOf(root: string): Promise<{ local: string; database: string }> {
  const find = async (parent: string, part: string) => {
    const names = await readdir(join(root, 'Default', parent));
    const name = names.find((one) => one.includes(part));
    if (name === undefined) throw new Error(`There is no ${part} in ${parent}.`);
    return join(root, 'Default', parent, name);
  };
  return {
    local: await find('Local Extension Settings', ''),
    database: await find('IndexedDB', 'chrome-extension_'),
  };
}

const KINDS = ['delete', 'truncate', 'flip bits', 'zeros', 'rename', 'delete all', 'noise in all'] as const;

async function overwrite(file: string, random: Random, make: (byte: number) => number): Promise<void> {
  const { size: length } = await stat(file);
  if (length === 0) return;
  const handle = await open(file, 'r+');
  try {
    const at = random.below(length);
    const bytes = Buffer.alloc(Math.min(length - at, 1 + random.below(512)));
    await handle.read(bytes, 0, bytes.length, at);
    await handle.write(bytes.map(make), 0, bytes.length, at);
  } finally {
    await handle.close();
  }
}

/** Damages one folder in one way; tells what was done. */
async function damage(folder: string, random: Random): Promise<string> {
  const kind = random.pick(KINDS);
  const files = (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  const file = random.pick(files) ?? '';
  const { size: length } = await stat(file);
  if (kind === 'delete') await rm(file);
  if (kind === 'truncate') await truncate(file, random.below(length + 1));
  if (kind === 'flip bits') await overwrite(file, random, (byte) => byte ^ (1 << random.below(8)));
  if (kind === 'zeros') await overwrite(file, random, () => 0);
  if (kind === 'rename') await rename(file, `${file}.lost`);
  if (kind === 'delete all') await rm(folder, { recursive: true });
  if (kind === 'noise in all') for (const one of files) await overwrite(one, random, () => random.below(256));
  return `${kind} ${kind.endsWith('all') ? '' : file.slice(folder.length)}`;
}

beforeAll(async () => {
  mediator = await startMediator();
  profile = await temporary();
  const browser = await launchChromium({ profileDir: profile });
  const rpc = extensionRpc(await browser.popup('/me'));
  const made = await rpc.once('vault_create', {
    alias: 'Alice',
    mediatorDid: mediator.did,
    password: BROWSER_PASSWORD,
  });
  did = made?.result.did ?? '';
  expect(did).toMatch(/^did:decentrl:/);
  await waitUntil(
    'the registration',
    async () => (await rpc.insist('app_getState')).identities[0]?.registered,
  );
  await browser.context.close();
});

afterAll(async () => {
  await mediator.stop();
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

/** Opens the vault as a person would, and again with the next worker; tells what is wrong, or null. */
async function reopen(browser: ChromiumCompanion): Promise<string | null> {
  const rpc = extensionRpc(await browser.popup('/me'));
  const before = await rpc.insist('app_getState');
  if (before.phase !== 'locked') return `it was ${before.phase}`;
  await rpc.insist('vault_unlock', { password: BROWSER_PASSWORD });
  // Nothing of it may depend on this worker: the next one has to find it again.
  await browser.killWorker();
  const { phase, identities } = await rpc.insist('app_getState');
  return phase === 'unlocked' && identities[0]?.did === did ? null : `after its password it was ${phase}`;
}

describe('a damaged profile', () => {
  it(`R-11 L-16 opens with its password after each of ${MUTATIONS} damages to the files of one copy of the vault`, async () => {
    const seed = runSeed();
    const failures: string[] = [];
    const done = new Map<string, number>();
    for (let at = 0; at < MUTATIONS; at++) {
      const random = randomFrom(seed + at);
      const copy = await temporary();
      await cp(profile, copy, { recursive: true });
      const places = await placesOf(copy);
      const place = random.pick(['local', 'database'] as const);
      const what = `${place}: ${await damage(places[place], random)}`;
      const browser = await launchChromium({ profileDir: copy });
      const late = new AbortController();
      const outcome = await Promise.race([
        reopen(browser),
        delay(RECOVERY_MS, 'it did not answer in time', { signal: late.signal }),
      ]).catch(String);
      late.abort();
      if (outcome !== null) failures.push(`SEED=${seed + at} ${what}: ${outcome}`);
      await browser.context.close();
      await rm(copy, { recursive: true, force: true });
      const kind = what.split(' ').slice(0, 2).join(' ');
      done.set(kind, (done.get(kind) ?? 0) + 1);
    }
    report('damaged profiles', {
      seed,
      recovered: `${MUTATIONS - failures.length} of ${MUTATIONS}`,
      ...Object.fromEntries(done),
    });
    expect(failures).toEqual([]);
  });

  it('the damage is real: with both copies gone there is nothing to open', async () => {
    const places = await placesOf(profile);
    for (const folder of Object.values(places)) await rm(folder, { recursive: true });
    const browser = await launchChromium({ profileDir: profile });
    try {
      const { phase } = await extensionRpc(await browser.popup('/me')).insist('app_getState');
      expect(phase).toBe('empty');
    } finally {
      await browser.context.close();
    }
  });
});
