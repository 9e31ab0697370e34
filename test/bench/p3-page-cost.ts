import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type BrowserContext, chromium, type Page } from 'playwright';
import { writeEmptyExtension } from './extensions/write-empty-extension.ts';
import type { Figure } from './figure.ts';
import { percentile } from './percentile.ts';

/** Loads of each of the three; `performance.md` asks for 50, of which the median still moves by several milliseconds. */
const LOADS = 240;
const WARM_UPS = 20;

/** Raw kB injected and ms added to an empty page, as `performance.md` P3 measured them for other wallets. */
const PEERS = [
  { name: 'nos2x', rawKb: 38, addedMs: 3.0 },
  { name: 'Frame', rawKb: 20, addedMs: 5.0 },
  { name: 'polkadot-js', rawKb: 55, addedMs: 8.0 },
  { name: 'Alby', rawKb: 327, addedMs: 14.3 },
];

async function openWith(
  executablePath: string,
  profile: string,
  extension: string | null,
): Promise<BrowserContext> {
  return chromium.launchPersistentContext(profile, {
    executablePath,
    headless: false,
    args: [
      '--headless=new',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--no-first-run',
      '--disable-component-update',
      '--disable-sync',
      ...(extension === null
        ? []
        : [`--disable-extensions-except=${extension}`, `--load-extension=${extension}`]),
    ],
  });
}

async function loadOnce(page: Page, url: string): Promise<number> {
  await page.goto(url, { waitUntil: 'load' });
  return page.evaluate(() => {
    const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
    return navigation === undefined
      ? Number.NaN
      : navigation.domContentLoadedEventEnd - navigation.responseEnd;
  });
}

/** P3: bytes injected into every page, and the time they add to an empty page beside an extension whose scripts are empty. */
export async function p3PageCost(chromePath: string, extensionFolder: string): Promise<Figure[]> {
  const scripts = ['provider.js', 'relay.js'].map((name) => join(extensionFolder, 'content-scripts', name));
  const bytes = await Promise.all(scripts.map((file) => readFile(file)));
  const rawKb = bytes.reduce((sum, content) => sum + content.byteLength, 0) / 1000;
  const sizes = bytes.map((content, index): Figure => {
    const limit = index === 0 ? 4 : 3;
    const value = gzipSync(content, { level: 9 }).byteLength / 1000;
    const what = index === 0 ? 'page world script, gzip' : 'isolated world script, gzip';
    return {
      id: 'P3',
      what,
      value,
      unit: 'kB',
      beside: null,
      besideValue: null,
      ratio: null,
      goal: `≤ ${limit} kB`,
      met: value <= limit,
      note: '',
    };
  });

  const scratch = await mkdtemp(join(tmpdir(), 'decentrl-p3-'));
  const server = createServer((_request, response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>empty</title>'),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const url = `http://127.0.0.1:${address.port}/`;
  const contexts: BrowserContext[] = [];
  try {
    const empty = join(scratch, 'empty-extension');
    await writeEmptyExtension(empty);
    const cases = [null, empty, extensionFolder];
    const pages: Page[] = [];
    for (const [index, extension] of cases.entries()) {
      const context = await openWith(chromePath, join(scratch, `profile-${index}`), extension);
      contexts.push(context);
      const page = await context.newPage();
      for (let warmUp = 0; warmUp < WARM_UPS; warmUp += 1) await loadOnce(page, url);
      pages.push(page);
    }
    const samples: number[][] = cases.map(() => []);
    for (let round = 0; round < LOADS; round += 1) {
      // Each goes first, second and last equally often.
      for (const turn of cases.keys()) {
        const index = (round + turn) % cases.length;
        const page = pages[index];
        if (page !== undefined) samples[index]?.push(await loadOnce(page, url));
      }
    }
    const [bare = [], floor = [], ours = []] = samples;
    // Of the differences within a round: what else the machine does falls on all three.
    const over = (withIt: number[], without: number[]) =>
      percentile(
        withIt.map((time, round) => time - (without[round] ?? Number.NaN)),
        50,
      );
    const added = over(ours, bare);
    const addedToFloor = over(ours, floor);
    return [
      ...sizes,
      {
        id: 'P3',
        what: `added to DOMContentLoaded, median of ${LOADS}`,
        value: added,
        unit: 'ms',
        beside: 'an extension with empty content scripts',
        besideValue: over(floor, bare),
        ratio: null,
        goal: '≤ 1 ms over it',
        met: addedToFloor <= 1,
        note: `over the empty extension: ${addedToFloor.toFixed(2)} ms`,
      },
      ...PEERS.map(
        (peer): Figure => ({
          id: 'P3',
          what: `raw bytes injected, beside ${peer.name}`,
          value: rawKb,
          unit: 'kB',
          beside: `${peer.name} (from the design)`,
          besideValue: peer.rawKb,
          ratio: rawKb / peer.rawKb,
          goal: '< 1',
          met: rawKb < peer.rawKb && added < peer.addedMs,
          note: `its page cost +${peer.addedMs} ms, ours +${added.toFixed(1)} ms`,
        }),
      ),
    ];
  } finally {
    await Promise.all(contexts.map((context) => context.close()));
    server.close();
    await rm(scratch, { recursive: true, force: true });
  }
}
