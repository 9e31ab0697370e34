import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type BrowserContext, chromium, type Page } from 'playwright';
import { writeEmptyExtension } from './extensions/write-empty-extension.ts';
import type { Figure } from './figure.ts';

/**
 * Loads of each of the three; `performance.md` asks for 50. One load of an empty page takes 15 to 45 ms, since each begins
 * in a new renderer, so that a difference of 1 ms needs several hundred.
 */
const LOADS = 800;
/** Of the sorted loads so much is left out at either end: what else the machine did. */
const TRIM = 0.1;
const WARM_UPS = 20;

/**
 * Raw kB injected and ms added to an empty page, as `performance.md` P3 measured them for other wallets on its machine,
 * where an empty extension added `PEERS_FLOOR_MS`: times of two machines compare as multiples of that.
 */
const PEERS = [
  { name: 'nos2x', rawKb: 38, addedMs: 3.0 },
  { name: 'Frame', rawKb: 20, addedMs: 5.0 },
  { name: 'polkadot-js', rawKb: 55, addedMs: 8.0 },
  { name: 'Alby', rawKb: 327, addedMs: 14.3 },
];
const PEERS_FLOOR_MS = 2.6;

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

function trimmed(times: readonly number[]): number[] {
  const cut = Math.floor(times.length * TRIM);
  return [...times].sort((a, b) => a - b).slice(cut, times.length - cut);
}

function trimmedMean(times: readonly number[]): number {
  const kept = trimmed(times);
  return kept.reduce((sum, time) => sum + time, 0) / kept.length;
}

/** Of the trimmed mean, by the variance of the winsorized sample. */
function standardError(times: readonly number[]): number {
  const kept = trimmed(times);
  const [low = 0, high = 0] = [kept[0], kept.at(-1)];
  const all = times.map((time) => Math.min(Math.max(time, low), high));
  const mean = all.reduce((sum, time) => sum + time, 0) / all.length;
  const variance = all.reduce((sum, time) => sum + (time - mean) ** 2, 0) / (all.length - 1);
  return Math.sqrt(variance / all.length) / (1 - 2 * TRIM);
}

/** P3: bytes injected into every page, and the time they add to an empty page beside an extension whose scripts are empty. */
export async function p3PageCost(chromePath: string, extensionFolder: string): Promise<Figure[]> {
  const scripts = ['provider.js', 'relay.js'].map((name) => join(extensionFolder, name));
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
    const added = trimmedMean(ours) - trimmedMean(bare);
    const addedByFloor = trimmedMean(floor) - trimmedMean(bare);
    const addedToFloor = added - addedByFloor;
    const error = Math.hypot(standardError(ours), standardError(floor));
    return [
      ...sizes,
      {
        id: 'P3',
        what: `added to DOMContentLoaded, trimmed mean of ${LOADS}`,
        value: added,
        unit: 'ms',
        beside: 'an extension with empty content scripts',
        besideValue: addedByFloor,
        ratio: null,
        goal: '≤ 1 ms over it',
        met: addedToFloor <= 1,
        note: `over the empty extension: ${addedToFloor.toFixed(2)} ms (standard error ${error.toFixed(2)})`,
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
          met: rawKb < peer.rawKb,
          note: '',
        }),
      ),
      ...PEERS.map((peer): Figure => {
        const ours = added / addedByFloor;
        const theirs = peer.addedMs / PEERS_FLOOR_MS;
        return {
          id: 'P3',
          what: `page cost, in empty extensions, beside ${peer.name}`,
          value: ours,
          unit: '×',
          beside: `${peer.name} (from the design)`,
          besideValue: theirs,
          ratio: ours / theirs,
          goal: '< 1',
          met: ours < theirs,
          note: `standard error of ours ${(error / addedByFloor).toFixed(2)}`,
        };
      }),
    ];
  } finally {
    await Promise.all(contexts.map((context) => context.close()));
    server.close();
    await rm(scratch, { recursive: true, force: true });
  }
}
