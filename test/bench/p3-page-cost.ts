import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { writeEmptyExtension } from './extensions/write-empty-extension.ts';
import { READ_MARKS, writeMarkedExtension } from './extensions/write-marked-extension.ts';
import type { Figure } from './figure.ts';
import { measureLoads, READ_LOADED } from './measure-loads.ts';

/**
 * Loads with the empty extension and with ours (performance.md *How it is measured*). One load of an empty page takes 14 to
 * 40 ms and a millisecond is looked for, so it takes some thousand, and is told with its standard error. No extension at
 * all, from which both are far away, takes part in every fifth round. What the scripts keep of the page's thread, from the
 * begin of the first to the end of the second, is measured by itself: it says more precisely what changes in them change.
 */
const LOADS = 2_000;
const BARE_EVERY = 5;
const MARKED_LOADS = 300;
/** Of the sorted loads so much is left out at either end: what else the machine did. */
const TRIM = 0.1;

/**
 * Raw kB that other wallets inject and ms that they add to an empty page (performance.md *Peers*), measured on a machine
 * where an empty extension added `PEERS_FLOOR_MS`: times of two machines compare as multiples of that.
 */
const PEERS = [
  { name: 'nos2x', rawKb: 38, addedMs: 3.0 },
  { name: 'Frame', rawKb: 20, addedMs: 5.0 },
  { name: 'polkadot-js', rawKb: 55, addedMs: 8.0 },
  { name: 'Alby', rawKb: 327, addedMs: 14.3 },
];
const PEERS_FLOOR_MS = 2.6;

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
  try {
    const empty = join(scratch, 'empty-extension');
    await writeEmptyExtension(empty);
    const marked = async (from: string, main: string, isolated: string) => {
      const folder = join(scratch, `marked-${main}`);
      await writeMarkedExtension(from, folder, { main, isolated });
      return folder;
    };
    const cases = [
      { extension: null, every: BARE_EVERY },
      { extension: empty, every: 1 },
      { extension: extensionFolder, every: 1 },
    ];
    const [bare = [], floor = [], ours = []] = await measureLoads(chromePath, scratch, cases, {
      rounds: LOADS,
      reading: READ_LOADED,
    });
    const markedCases = [
      { extension: await marked(empty, 'main.js', 'isolated.js'), every: 1 },
      { extension: await marked(extensionFolder, 'provider.js', 'relay.js'), every: 1 },
    ];
    const [markedFloor = [], markedOurs = []] = await measureLoads(chromePath, scratch, markedCases, {
      rounds: MARKED_LOADS,
      reading: READ_MARKS,
    });
    const kept = trimmedMean(markedOurs) - trimmedMean(markedFloor);
    const keptError = Math.hypot(standardError(markedOurs), standardError(markedFloor));
    const added = trimmedMean(ours) - trimmedMean(bare);
    const addedByFloor = trimmedMean(floor) - trimmedMean(bare);
    const addedToFloor = added - addedByFloor;
    const error = Math.hypot(standardError(ours), standardError(floor));
    return [
      ...sizes,
      {
        id: 'P3',
        what: `to DOMContentLoaded, added to no extension, trimmed mean of ${LOADS}`,
        value: added,
        unit: 'ms',
        beside: 'an extension with empty content scripts',
        besideValue: addedByFloor,
        ratio: null,
        goal: '≤ 1 ms over it',
        met: addedToFloor <= 1,
        note: `over the empty extension: ${addedToFloor.toFixed(2)} ms (standard error ${error.toFixed(2)})`,
      },
      {
        id: 'P3',
        what: `both scripts, on the thread of an empty page, trimmed mean of ${MARKED_LOADS}`,
        value: trimmedMean(markedOurs),
        unit: 'ms',
        beside: 'empty content scripts',
        besideValue: trimmedMean(markedFloor),
        ratio: null,
        goal: '–',
        met: null,
        note: `over the empty scripts: ${kept.toFixed(2)} ms (standard error ${keptError.toFixed(2)})`,
      },
      ...PEERS.map(
        (peer): Figure => ({
          id: 'P3',
          what: `raw bytes injected, beside ${peer.name}`,
          value: rawKb,
          unit: 'kB',
          beside: `${peer.name} (performance.md *Peers*)`,
          besideValue: peer.rawKb,
          ratio: rawKb / peer.rawKb,
          goal: '< 1',
          met: rawKb < peer.rawKb,
          note: '',
        }),
      ),
      {
        id: 'P3',
        what: 'page cost, in empty extensions',
        value: added / addedByFloor,
        unit: '×',
        beside: `1 ms over one that adds ${PEERS_FLOOR_MS} ms (performance.md *Peers*)`,
        besideValue: (PEERS_FLOOR_MS + 1) / PEERS_FLOOR_MS,
        ratio: added / (addedByFloor * (1 + 1 / PEERS_FLOOR_MS)),
        goal: '≤ 1',
        met: added <= addedByFloor * (1 + 1 / PEERS_FLOOR_MS),
        note: `standard error of ours ${(error / addedByFloor).toFixed(2)}`,
      },
      ...PEERS.map((peer): Figure => {
        const ours = added / addedByFloor;
        const theirs = peer.addedMs / PEERS_FLOOR_MS;
        return {
          id: 'P3',
          what: `page cost, in empty extensions, beside ${peer.name}`,
          value: ours,
          unit: '×',
          beside: `${peer.name} (performance.md *Peers*)`,
          besideValue: theirs,
          ratio: ours / theirs,
          goal: '< 1',
          met: ours < theirs,
          note: `standard error of ours ${(error / addedByFloor).toFixed(2)}`,
        };
      }),
    ];
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
