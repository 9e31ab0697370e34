import type { AnchorMemory } from '../../lib/anchor/anchor-memory.ts';
import type { AnchorSettings } from '../../lib/anchor/anchor-settings.ts';
import { type AnchorLimits, type AnchorReader, createAnchorReader } from '../../lib/anchor/read-anchor.ts';
import { createLog, createLogBuffer } from '../../lib/platform/log.ts';
import { rawCid } from '../../lib/protocol/cid.ts';
import { buildIndexFiles } from '../../lib/protocol/index-file.ts';
import { memoryAnchorMemory } from './memory-anchor-memory.ts';

/** A reader over real endpoints and gateways, a minute of freshness switched off. */
export function anchorReader(
  settings: Partial<AnchorSettings> & Pick<AnchorSettings, 'rpcUrls' | 'contract' | 'gateways'>,
  {
    memory = memoryAnchorMemory(),
    limits = {},
    now = () => Date.now(),
  }: { memory?: AnchorMemory; limits?: Partial<AnchorLimits>; now?: () => number } = {},
): AnchorReader {
  const clock = { now };
  return createAnchorReader({
    fetch: (url, init) => fetch(url, init),
    clock,
    settings: { chainId: 137, slot: null, ...settings },
    memory,
    log: createLog('anchor', { buffer: createLogBuffer(), clock }),
    limits: { freshFor: 0, timeoutMs: 4_000, headStartMs: 300, ...limits },
  });
}

/** An index file of `count` made-up CIDs in one or more rooms. */
export function madeIndexFile(seed: string, count = 3): { cid: string; bytes: Uint8Array; cids: string[] } {
  const cids = Array.from({ length: count }, (_, at) => rawCid(new TextEncoder().encode(`${seed} ${at}`)));
  const entries = cids.map((cid, at) => ({ roomId: (at % 2 === 0 ? 'ab' : 'cd').repeat(32), cid }));
  const [file] = buildIndexFiles(entries);
  return { ...file!, cids };
}

/** The same Anvil as three voices: the reader takes one URL twice for one. */
export const voicesOf = (url: string) => [`${url}/?1`, `${url}/?2`, `${url}/?3`];
