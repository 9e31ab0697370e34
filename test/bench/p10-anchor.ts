import { toHex, toWord } from '../../lib/anchor/hex-data.ts';
import { elementSlot, likelyTextSlots } from '../../lib/anchor/string-list.ts';
import { digestSha256 } from '../../lib/crypto/hash.ts';
import { anchorReader, madeIndexFile, voicesOf } from '../support/anchor-fixture.ts';
import { deployAnchor } from '../support/deploy-anchor.ts';
import { memoryAnchorMemory } from '../support/memory-anchor-memory.ts';
import { serveBlocks } from '../support/serve-blocks.ts';
import { startAnvil } from '../support/start-anvil.ts';
import type { Figure } from './figure.ts';
import { percentile } from './percentile.ts';

const FILES = 1_000;
const MESSAGES_A_FILE = 100;
const ASKED = 200;
const GOAL_MS = 20;

/**
 * P10: verifying that one message is anchored, against a contract on Anvil that lists 1,000 index files of 100 CIDs: cold
 * (chain, every file and all proofs), cached, and after a wake of the worker, beside hashing the same bytes.
 */
export async function p10Anchor(): Promise<Figure[]> {
  const [anvil, gateway] = await Promise.all([startAnvil(), serveBlocks()]);
  try {
    const files = Array.from({ length: FILES }, (_, at) => madeIndexFile(`bench ${at}`, MESSAGES_A_FILE));
    const contract = await deployAnchor(anvil);
    for (const { bytes } of files) gateway.add(bytes);
    await listAll(
      files.map(({ cid }) => cid),
      contract.address,
      anvil.rpc,
    );
    await anvil.mine(3);
    const memory = memoryAnchorMemory();
    const settings = { rpcUrls: voicesOf(anvil.url), contract: contract.address, gateways: [gateway.url] };
    const make = () => anchorReader(settings, { memory, limits: { timeoutMs: 60_000, maxHeadAge: 3_600 } });
    const reader = make();
    const pick = (at: number) => files[(at * 379) % FILES]!.cids[(at * 7) % MESSAGES_A_FILE]!;

    const cold = await timed(() => mustBeAnchored(reader, pick(0)));
    // Each asked once before, so that the transaction it was stored in is known and nothing asks the network.
    for (let at = 0; at < ASKED; at++) await mustBeAnchored(reader, pick(at));
    const cached: number[] = [];
    for (let at = 0; at < ASKED; at++) cached.push(await timed(() => mustBeAnchored(reader, pick(at))));
    const woken: number[] = [];
    for (let at = 0; at < 10; at++) woken.push(await timed(() => mustBeAnchored(make(), pick(at))));

    const all = files.map(({ bytes }) => new Uint8Array(bytes));
    const floorAll = await timed(async () => {
      for (const bytes of all) await digestSha256(bytes);
    });
    const one: number[] = [];
    for (const bytes of all.slice(0, ASKED)) one.push(await timed(() => digestSha256(bytes)));
    const floorOne = percentile(one, 50);
    const sizes = `${FILES} files of ${MESSAGES_A_FILE} CIDs, ${Math.round(all[0]!.length / 1000)} kB each; memory in the process`;
    const row = (
      what: string,
      value: number,
      besideValue: number,
      beside: string,
      goal: string,
      met: boolean | null,
    ): Figure => ({
      id: 'P10',
      what,
      value,
      unit: 'ms',
      beside,
      besideValue,
      ratio: value / besideValue,
      goal,
      met,
      note: sizes,
    });
    const p95 = percentile(cached, 95);
    return [
      row('one message, cold', cold, floorAll, 'hashing all files', '', null),
      row('one message, cached, p95', p95, floorOne, 'hashing its file', `≤ ${GOAL_MS} ms`, p95 <= GOAL_MS),
      row(
        'one message, first after a wake, p50',
        percentile(woken, 50),
        floorOne,
        'hashing its file',
        '',
        null,
      ),
    ];
  } finally {
    await Promise.all([anvil.stop(), gateway.stop()]);
  }
}

async function mustBeAnchored(reader: ReturnType<typeof anchorReader>, cid: string): Promise<void> {
  const { state } = await reader.stateOf(cid);
  if (state !== 'anchored') throw new Error(`The bench expected an anchored CID, and it is ${state}.`);
}

/** Writes a list straight into the contract's storage: a thousand transactions are not what is measured. */
async function listAll(
  cids: readonly string[],
  contract: string,
  rpc: (method: string, ...params: unknown[]) => Promise<unknown>,
): Promise<void> {
  const put = (slot: bigint, word: Uint8Array) =>
    rpc('anvil_setStorageAt', contract, toHex(toWord(slot)), toHex(word));
  await put(1n, toWord(BigInt(cids.length)));
  for (const [at, cid] of cids.entries()) {
    const bytes = new TextEncoder().encode(cid);
    const header = elementSlot(1, at);
    await put(header, toWord(BigInt(2 * bytes.length + 1)));
    for (const [i, slot] of likelyTextSlots(header, Math.ceil(bytes.length / 32)).entries()) {
      const word = new Uint8Array(32);
      word.set(bytes.subarray(32 * i, 32 * i + 32));
      await put(slot, word);
    }
  }
}

async function timed(run: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await run();
  return performance.now() - start;
}
