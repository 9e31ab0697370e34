import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { base58 } from '@scure/base';
import { wordlist } from '@scure/bip39/wordlists/english.js';
import type { Page } from 'playwright';
import { afterEach, describe, expect, it } from 'vitest';
import { rootFromWords } from '../../lib/crypto/mnemonic.ts';
import { deriveIdentitySeeds, deriveStorageKeys } from '../../lib/protocol/derive-keys.ts';
import { type Canary, findCanaries, textCanary } from '../support/canary-search.ts';
import { freePort } from '../support/free-port.ts';
import { type ChromiumCompanion, launchChromium } from '../support/launch-chromium.ts';
import { type RecordingProxy, startRecordingProxy } from '../support/recording-proxy.ts';
import { type RunningMediator, startMediator } from '../support/start-mediator.ts';
import { waitUntil } from '../support/wait-until.ts';
import { BROWSER_PASSWORD, connectBrowsers } from './support/browser-pair.ts';
import { type ExtensionRpc, extensionRpc } from './support/extension-rpc.ts';
import { report } from './support/report.ts';
import { filesUnder, type Sink, textSink } from './support/sinks.ts';

const TEXTS = ['the heron stands at noon by the lock', 'sieben Störche über dem Moor 🦩'];
const DRAFT = 'an unfinished thought about herons';
const TAG = 'chat';
const EVENT_TYPE = 'the type of an event';

const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

interface Side {
  browser: ChromiumCompanion;
  rpc: ExtensionRpc;
  page: Page;
  /** What an ordinary page could hear. */
  heard: string[];
  wire: RecordingProxy;
  mediator: RunningMediator;
}

async function openSide(): Promise<Side> {
  const port = await freePort();
  const wire = await startRecordingProxy(port);
  ends.push(wire.stop);
  const mediator = await startMediator({
    port,
    env: { PUBLIC_URL: `http://127.0.0.1:${wire.port}`, LOG_LEVEL: 'trace' },
  });
  ends.push(mediator.stop);
  const browser = await launchChromium();
  ends.push(() => browser.close());
  const heard: string[] = [];
  // An ordinary page of a site without any grant, which listens to everything.
  const site = await browser.context.newPage();
  await site.exposeFunction('heard', (text: string) => heard.push(text));
  await site.addInitScript(() => {
    const hear = Reflect.get(globalThis, 'heard') as (text: string) => void;
    addEventListener(
      'message',
      (event) => hear(`message ${JSON.stringify(Reflect.get(event, 'data') ?? null)}`),
      true,
    );
  });
  await site.goto(`${mediator.url}/health`);
  heard.push(await site.content());
  const page = await browser.popup('/me');
  return { browser, rpc: extensionRpc(page), page, heard, wire, mediator };
}

/** What the extension keeps, as its own page reads it: `storage.*` and every row of IndexedDB, bytes as hex and base64. */
async function storageDump(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const chrome = Reflect.get(globalThis, 'chrome') as {
      storage: Record<string, { get(key: null): Promise<unknown> }>;
    };
    const write = (value: unknown): string =>
      JSON.stringify(value, (_key, inner: unknown) => {
        if (!(inner instanceof Uint8Array) && !(inner instanceof ArrayBuffer)) return inner;
        const bytes = inner instanceof Uint8Array ? inner : new Uint8Array(inner);
        return `${Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')}|${Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')}`;
      });
    const found: string[] = [];
    for (const area of ['local', 'sync', 'session', 'managed']) {
      found.push(`${area}: ${write(await chrome.storage[area]?.get(null).catch(() => null))}`);
    }
    for (const { name } of await indexedDB.databases()) {
      const db = await new Promise<IDBDatabase>((resolve, reject) => {
        const opening = indexedDB.open(name ?? '');
        opening.onsuccess = () => resolve(opening.result);
        opening.onerror = () => reject(opening.error);
      });
      for (const store of db.objectStoreNames) {
        const rows = await new Promise<unknown[]>((resolve, reject) => {
          const reading = db.transaction(store).objectStore(store).getAll();
          reading.onsuccess = () => resolve(reading.result);
          reading.onerror = () => reject(reading.error);
        });
        found.push(`${name}.${store}: ${rows.map(write).join('\n')}`);
      }
      db.close();
    }
    return found.join('\n');
  });
}

function secretsOf(name: string, words: string[]): Canary[] {
  const root = rootFromWords(words.join(' '), wordlist);
  const { signing, preKey, storage } = deriveIdentitySeeds(root, 0);
  const { store, tag, index } = deriveStorageKeys(storage);
  return [
    textCanary(`${name}: words`, words.join(' ')),
    textCanary(`${name}: first eight words`, words.slice(0, 8).join(' ')),
    ...Object.entries({ root, signing, preKey, storage, store, tag, index }).map(([what, bytes]) => ({
      name: `${name}: ${what}`,
      bytes,
    })),
  ];
}

describe('R-20 T-31 canaries', () => {
  it('nothing secret lies anywhere after a conversation, locked or not', async () => {
    const sides = [await openSide(), await openSide()] as const;
    const people = await connectBrowsers([
      { name: 'Alice', rpc: sides[0].rpc, mediatorDid: sides[0].mediator.did },
      { name: 'Bob', rpc: sides[1].rpc, mediatorDid: sides[1].mediator.did },
    ]);
    for (const [at, { rpc, conversationId }] of people.entries()) {
      const text = TEXTS[at] ?? '';
      await rpc.insist('conversation_send', { conversationId, text, idempotencyKey: `canary-${at}` });
      await rpc.insist('conversation_saveDraft', { conversationId, text: DRAFT });
    }
    for (const [at, { rpc, read }] of people.entries()) {
      await waitUntil(
        'both texts',
        async () => {
          await rpc.insist('sync_now');
          const seen = (await read()).map((item) => (item.kind === 'message' ? item.text : ''));
          return TEXTS.every((text) => seen.includes(text)) && at >= 0;
        },
        30_000,
      );
    }
    const canaries: Canary[] = [
      textCanary('password', BROWSER_PASSWORD),
      ...TEXTS.map((text) => textCanary('a message', text)),
      textCanary('a draft', DRAFT),
      textCanary(EVENT_TYPE, 'chat.message'),
      textCanary('a plain tag', `"tags":["${TAG}"]`),
    ];
    for (const { rpc, browser } of sides) {
      const { words } = await rpc.insist('vault_revealWords', { password: BROWSER_PASSWORD });
      canaries.push(...secretsOf(browser.extensionId, words));
    }

    const sinks: Sink[] = [];
    for (const [at, { page, browser, heard, wire, mediator, rpc }] of sides.entries()) {
      const name = at === 0 ? 'Alice' : 'Bob';
      const { report: diagnostics } = await rpc.insist('diagnostics_get');
      // While it is unlocked the session area holds a summary for the popup, in memory only; the lock takes it.
      await rpc.insist('vault_lock');
      sinks.push(
        textSink(`${name}: storages`, await storageDump(page)),
        textSink(`${name}: what a page hears`, heard.join('\n')),
        textSink(`${name}: diagnostics`, diagnostics),
        textSink(`${name}: log of the mediator`, mediator.log()),
        { name: `${name}: wire`, bytes: wire.recorded() },
      );
      await browser.context.close();
      await mediator.stop();
      sinks.push(...(await filesUnder(browser.profileDir, `${name}: profile`)));
      sinks.push(...(await filesUnder(mediator.dataDir, `${name}: mediator`)));
    }

    const hits = sinks.flatMap(({ name, bytes }) => {
      // The browser's copy of the extension's own script, which is public, names the type it sends.
      const isOwnScript = name.includes('Service Worker/ScriptCache');
      const wanted = canaries.filter(({ name: what }) => !(isOwnScript && what === EVENT_TYPE));
      return findCanaries(bytes, wanted).map((hit) => `${name}: ${hit}`);
    });
    report('canaries', {
      canaries: canaries.length,
      sinks: sinks.length,
      bytes: sinks.reduce((sum, { bytes }) => sum + bytes.length, 0),
      hits: hits.length,
    });

    // What must be there is there: these are the right places.
    const all = (part: string) => sinks.filter(({ name }) => name.includes(part));
    expect(all('wire').every(({ bytes }) => Buffer.from(bytes).includes('SEND_EVENT'))).toBe(true);
    expect(all('storages').every(({ bytes }) => Buffer.from(bytes).includes('decentrl-vault'))).toBe(true);
    expect(all('profile').some(({ bytes }) => Buffer.from(bytes).includes('decentrl-vault'))).toBe(true);
    expect(all('mediator.db').length).toBeGreaterThan(0);
    expect(hits).toEqual([]);

    // And each canary, planted in each kind of place in any form, is found.
    for (const { name, bytes } of sinks.filter(({ name: sink }) =>
      /storages|hears|diagnostics|log of|wire|mediator.db$|CURRENT$/.test(sink),
    )) {
      for (const canary of canaries) {
        const buffer = Buffer.from(canary.bytes);
        for (const form of [
          buffer,
          buffer.toString('hex'),
          buffer.toString('base64'),
          buffer.toString('base64url'),
          base58.encode(buffer),
        ]) {
          const middle = Math.floor(bytes.length / 2);
          const planted = Buffer.concat([
            bytes.subarray(0, middle),
            Buffer.from(form),
            bytes.subarray(middle),
          ]);
          expect(findCanaries(planted, [canary]), `${canary.name} in ${name}`).not.toEqual([]);
        }
      }
    }
    const first = sides[0].browser.profileDir;
    await writeFile(join(first, 'planted'), Buffer.from(canaries[0]!.bytes).toString('base64'));
    const again = await filesUnder(first, 'profile');
    expect(again.flatMap(({ bytes }) => findCanaries(bytes, canaries)).length).toBeGreaterThan(0);
  });
});
