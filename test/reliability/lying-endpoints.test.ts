import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AnchorState } from '../../lib/anchor/anchor-state.ts';
import { type AnchorContracts, deployAnchorContracts } from '../support/anchor-contracts.ts';
import { anchorReader, madeIndexFile } from '../support/anchor-fixture.ts';
import { type DeployedAnchor, deployAnchor } from '../support/deploy-anchor.ts';
import { type ServedBlocks, serveBlocks } from '../support/serve-blocks.ts';
import { type Lie, type LyingEndpoints, serveLies } from '../support/serve-lies.ts';
import { type RunningAnvil, startAnvil } from '../support/start-anvil.ts';

/** What an endpoint may be. */
const MANNERS = [
  'honest',
  'omit',
  'add',
  'reorder',
  'stale',
  'wrong chain',
  'error',
  'slow',
  'huge',
] as const;
type Manner = (typeof MANNERS)[number];

/** Readings at the same time: most of the 729 wait for somebody who never answers, the others work. */
const AT_ONCE = 24;
const AT_WORK = 4;
const TIMEOUT_MS = 10_000;

let anvil: RunningAnvil;
let otherChain: RunningAnvil;
let gateway: ServedBlocks;
let hashes: Map<number, string>;

const real = Array.from({ length: 4 }, (_, at) => madeIndexFile(`listed ${at}`));
const wanted = real[2]!;
const planted = madeIndexFile('planted');

beforeAll(async () => {
  [anvil, otherChain, gateway] = await Promise.all([
    startAnvil(),
    startAnvil({ chainId: 80_002 }),
    serveBlocks(),
  ]);
  for (const file of [...real, planted]) gateway.add(file.bytes);
}, 120_000);
afterAll(async () => {
  await Promise.all([anvil?.stop(), otherChain?.stop(), gateway?.stop()]);
});

const height = async () => Number(await anvil.rpc<string>('eth_blockNumber'));
const fill = async (contract: DeployedAnchor, cids: readonly string[]) => {
  for (const cid of cids) await contract.storeCid(cid);
};
const cidsOf = (...places: number[]) => places.map((place) => real[place]!.cid);

/** Lists on the chain: the true one, and those that liars pass off as it. Gives the lies about a contract. */
async function prepare(
  name: keyof AnchorContracts,
): Promise<{ contract: string; lies: Record<Manner, Lie> }> {
  const [truth, added, reordered] = [
    (await deployAnchorContracts(anvil))[name],
    (await deployAnchorContracts(anvil))[name],
    (await deployAnchorContracts(anvil))[name],
  ];
  // Deployed by the same account in the same order, it has the same address on the other chain.
  const elsewhere = (await deployAnchorContracts(otherChain))[name];
  await fill(truth, cidsOf(0, 1));
  const before = await height();
  await anvil.rpc('evm_increaseTime', 3_600);
  await fill(added, [...cidsOf(0, 1, 2, 3), planted.cid]);
  await fill(reordered, cidsOf(0, 2, 1, 3));
  await fill(elsewhere, [...cidsOf(0), planted.cid, ...cidsOf(1, 2, 3)]);
  await fill(truth, cidsOf(2, 3));
  await anvil.mine(4);
  await otherChain.rpc('evm_increaseTime', 3_600);
  await otherChain.mine(4);
  const instead = (other: DeployedAnchor) => ({
    contract: { asked: truth.address, answered: other.address },
  });
  const lies: Record<Manner, Lie> = {
    honest: {},
    omit: { stateAt: before },
    add: instead(added),
    reorder: instead(reordered),
    stale: { stateAt: before, head: before },
    'wrong chain': {
      upstream: otherChain.url,
      contract: { asked: truth.address, answered: elsewhere.address },
    },
    error: { manner: 'error' },
    slow: { manner: 'slow' },
    huge: { manner: 'huge' },
  };
  return { contract: truth.address, lies };
}

/** The chain's own time: it was moved. */
async function chainTime(): Promise<number> {
  const { timestamp } = await anvil.rpc<{ timestamp: string }>('eth_getBlockByNumber', 'latest', false);
  return Number(timestamp) * 1_000;
}

interface Reading {
  endpoints: readonly Manner[];
  wanted: AnchorState;
  planted: AnchorState;
}

async function readWith(
  combinations: readonly (readonly Manner[])[],
  { contract, served, now }: { contract: string; served: LyingEndpoints; now: number },
): Promise<Reading[]> {
  hashes = new Map();
  for (let at = 0; at <= (await height()); at++) {
    const { hash } = await anvil.rpc<{ hash: string }>('eth_getBlockByNumber', `0x${at.toString(16)}`, false);
    hashes.set(at, hash);
  }
  const waiting = [...combinations];
  const readings: Reading[] = [];
  const next = async () => {
    for (let endpoints = waiting.shift(); endpoints; endpoints = waiting.shift()) {
      const reader = anchorReader(
        { rpcUrls: endpoints.map((lie, voice) => served.url(lie, voice)), contract, gateways: [gateway.url] },
        { limits: { timeoutMs: TIMEOUT_MS, freshFor: 60 }, now: () => now },
      );
      const [first, second] = [await reader.stateOf(planted.cids[0]!), await reader.stateOf(wanted.cids[1]!)];
      readings.push({ endpoints, wanted: second, planted: first });
    }
  };
  await Promise.all(Array.from({ length: combinations.length === ALL.length ? AT_ONCE : AT_WORK }, next));
  return readings;
}

const isRight = (state: AnchorState) =>
  state.state === 'anchored' &&
  state.entry === 2 &&
  state.indexCid === wanted.cid &&
  // The second of three, after the two of the room before its own.
  state.position === 2 &&
  state.blockHash === hashes.get(state.block);
const isWrong = ({ wanted: state, planted: other }: Reading) =>
  other.state === 'anchored' || (state.state === 'anchored' && !isRight(state));
const liarsOf = ({ endpoints }: Reading) => endpoints.filter((manner) => manner !== 'honest').length;
const show = ({ endpoints, ...states }: Reading) => `${endpoints.join(' + ')}: ${JSON.stringify(states)}`;

const ALL = MANNERS.flatMap((a) => MANNERS.flatMap((b) => MANNERS.map((c) => [a, b, c] as const)));
const ONE_LIAR = ALL.filter((manners) => manners.filter((manner) => manner !== 'honest').length <= 1);

describe('R-19 three endpoints, of which any may lie', () => {
  it(`T-75 T-76: ${ALL.length} combinations, never a wrong mark, and one liar blocks nothing`, async () => {
    const { contract, lies } = await prepare('ours');
    const served = await serveLies(anvil.url, lies);
    const readings = await readWith(ALL, { contract, served, now: await chainTime() });
    await served.stop();
    expect(readings).toHaveLength(729);
    expect(readings.filter(isWrong).map(show)).toEqual([]);
    const fewLiars = readings.filter((reading) => liarsOf(reading) <= 1);
    expect(fewLiars).toHaveLength(25);
    expect(fewLiars.filter(({ wanted: state }) => !isRight(state)).map(show)).toEqual([]);
    expect(fewLiars.filter(({ planted: { state } }) => state !== 'notYet').map(show)).toEqual([]);
  });

  for (const name of ['ours', 'quiet', 'seed', 'proxied'] as const) {
    it(`T-75 without any proof, by agreement alone: one liar changes and blocks nothing (${name})`, async () => {
      const { contract, lies } = await prepare(name);
      const served = await serveLies(anvil.url, lies, ['eth_getProof']);
      const settings = { contract, served, now: await chainTime() };
      // The list of `quiet` lies where nobody looks: there getters are the only way.
      const readings = await readWith(ONE_LIAR, settings);
      await served.stop();
      expect(readings.filter((reading) => isWrong(reading) || !isRight(reading.wanted)).map(show)).toEqual(
        [],
      );
      const hows = readings.map(({ wanted: state }) => (state.state === 'anchored' ? state.how : ''));
      expect(new Set(hows)).toEqual(new Set([name === 'ours' || name === 'quiet' ? 'getter' : 'storage']));
    });
  }

  for (const hasProofs of [true, false]) {
    const how = hasProofs ? 'with proofs' : 'by agreement alone';
    it(`T-75 each lie at each position, ${how}: one liar of three changes nothing`, async () => {
      const { contract, lies } = await prepare('ours');
      const truth = cidsOf(0, 1, 2, 3);
      const forged: Record<string, string[]> = {};
      for (const at of truth.keys()) {
        forged[`omit ${at}`] = truth.toSpliced(at, 1);
        forged[`add ${at}`] = truth.toSpliced(at, 0, planted.cid);
        forged[`replace ${at}`] = truth.toSpliced(at, 1, planted.cid);
        forged[`reorder ${at}`] = [...truth.slice(at), ...truth.slice(0, at)];
        forged[`truncate ${at}`] = truth.slice(0, at);
      }
      const all: Record<string, Lie> = { ...lies };
      for (const [name, cids] of Object.entries(forged)) {
        const other = await deployAnchor(anvil);
        await fill(other, cids);
        all[name] = { contract: { asked: contract, answered: other.address } };
      }
      await anvil.mine(4);
      const served = await serveLies(anvil.url, all, hasProofs ? [] : ['eth_getProof']);
      const combinations = Object.keys(forged).map((lie) => [lie as Manner, 'honest', 'honest'] as const);
      const readings = await readWith(combinations, { contract, served, now: await chainTime() });
      await served.stop();
      expect(readings.filter((reading) => isWrong(reading) || !isRight(reading.wanted)).map(show)).toEqual(
        [],
      );
    });
  }

  it('sees a wrong mark where there is one: two who collude, and nobody has proofs', async () => {
    const { contract, lies } = await prepare('ours');
    const served = await serveLies(anvil.url, lies, ['eth_getProof']);
    const colluding = [['add', 'add', 'honest'] as const, ['reorder', 'honest', 'reorder'] as const];
    const readings = await readWith(colluding, { contract, served, now: await chainTime() });
    await served.stop();
    expect(readings.filter(isWrong)).toHaveLength(2);
  });
});
