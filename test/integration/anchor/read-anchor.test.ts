import { base58btc } from 'multiformats/bases/base58';
import { CID } from 'multiformats/cid';
import { create } from 'multiformats/hashes/digest';
import { toFunctionSelector } from 'viem';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { verifyProof } from '../../../lib/anchor/verify-proof.ts';
import { canonicalJson } from '../../../lib/crypto/canonical.ts';
import { rawCid } from '../../../lib/protocol/cid.ts';
import { buildIndexFiles } from '../../../lib/protocol/index-file.ts';
import { type AnchorContracts, deployAnchorContracts } from '../../support/anchor-contracts.ts';
import { anchorReader, madeIndexFile, voicesOf } from '../../support/anchor-fixture.ts';
import { sendOnAnvil } from '../../support/deploy-anchor.ts';
import { memoryAnchorMemory } from '../../support/memory-anchor-memory.ts';
import { type ServedBlocks, serveBlocks } from '../../support/serve-blocks.ts';
import { type RunningAnvil, startAnvil } from '../../support/start-anvil.ts';

let anvil: RunningAnvil;
let gateway: ServedBlocks;
let contracts: AnchorContracts;

beforeAll(async () => {
  anvil = await startAnvil();
  gateway = await serveBlocks();
});
afterAll(async () => {
  await anvil?.stop();
  await gateway?.stop();
});
beforeEach(async () => {
  contracts = await deployAnchorContracts(anvil);
});

const settingsFor = (contract: string) => ({
  rpcUrls: voicesOf(anvil.url),
  contract,
  gateways: [gateway.url],
});

describe('lib/anchor reads real contracts', () => {
  for (const name of ['ours', 'quiet', 'seed', 'proxied'] as const) {
    it(`B-20 finds CIDs in the list of the contract called ${name}, whatever its ABI`, async () => {
      const contract = contracts[name];
      const files = Array.from({ length: 40 }, (_, at) => madeIndexFile(`${name} ${contract.address} ${at}`));
      for (const file of files) {
        gateway.add(file.bytes);
        await contract.storeCid(file.cid);
      }
      await anvil.mine(2);
      const reader = anchorReader(settingsFor(contract.address));
      for (const at of [0, 17, 39]) {
        const state = await reader.stateOf(files[at]!.cids[1]!);
        expect(state).toMatchObject({ state: 'anchored', entry: at, indexCid: files[at]!.cid });
        expect(state).toMatchObject({ how: name === 'quiet' ? 'getter' : 'proof' });
      }
      expect(await reader.stateOf(madeIndexFile('nowhere').cids[0]!)).toMatchObject({ state: 'notYet' });
    });
  }

  it('names the transaction where the contract says it in an event, or a hint leads to it', async () => {
    const file = madeIndexFile('with a transaction');
    gateway.add(file.bytes);
    const stored = await contracts.ours.storeCid(file.cid);
    const hinted = await contracts.seed.storeCid(file.cid);
    await anvil.mine(2);
    const ours = await anchorReader(settingsFor(contracts.ours.address)).stateOf(file.cids[0]!);
    expect(ours).toMatchObject({ tx: stored.hash, storedIn: { block: stored.block, tx: stored.hash } });
    const seed = (hint?: () => Promise<string | undefined>) =>
      anchorReader(settingsFor(contracts.seed.address)).stateOf(file.cids[0]!, hint && { hint });
    expect(await seed()).not.toHaveProperty('tx');
    expect(await seed(async () => stored.hash)).not.toHaveProperty('tx');
    expect(await seed(async () => undefined)).not.toHaveProperty('tx');
    expect(await seed(() => Promise.reject(new Error('unreachable')))).toMatchObject({ state: 'anchored' });
    expect(await seed(async () => hinted.hash)).toMatchObject({ tx: hinted.hash });
  });

  it('takes the configured slot, and reads nothing from another', async () => {
    const file = madeIndexFile('slots');
    gateway.add(file.bytes);
    await contracts.quiet.storeCid(file.cid);
    await anvil.mine(2);
    const at = async (slot: number) =>
      anchorReader({ ...settingsFor(contracts.quiet.address), slot }).stateOf(file.cids[0]!);
    expect(await at(20)).toMatchObject({ state: 'anchored', how: 'proof' });
    expect(await at(19)).toMatchObject({ state: 'notYet' });
  });

  it('B-23 marks nothing before it is final', async () => {
    const file = madeIndexFile('not final');
    gateway.add(file.bytes);
    const reader = anchorReader(settingsFor(contracts.ours.address));
    await contracts.ours.storeCid(file.cid);
    expect(await reader.stateOf(file.cids[0]!)).toMatchObject({ state: 'notYet' });
    await anvil.mine(1);
    expect(await reader.stateOf(file.cids[0]!)).toMatchObject({ state: 'notYet' });
    await anvil.mine(1);
    expect(await reader.stateOf(file.cids[0]!)).toMatchObject({ state: 'anchored' });
  });

  it('T-76 B-23 survives a reorganisation of what was not final', async () => {
    const file = madeIndexFile('reorganised');
    gateway.add(file.bytes);
    await anvil.mine(3);
    const reader = anchorReader(settingsFor(contracts.ours.address));
    await contracts.ours.storeCid(file.cid);
    expect(await reader.stateOf(file.cids[0]!)).toMatchObject({ state: 'notYet' });
    await anvil.rpc('anvil_reorg', 1, []);
    await anvil.mine(3);
    expect(await reader.stateOf(file.cids[0]!)).toMatchObject({ state: 'notYet' });
  });

  it('T-76 refuses a chain that went back, and keeps what it knew', async () => {
    const [file, other] = [madeIndexFile('kept'), madeIndexFile('lost')];
    gateway.add(file.bytes);
    gateway.add(other.bytes);
    const snapshot = await anvil.rpc<string>('evm_snapshot');
    await contracts.ours.storeCid(file.cid);
    await anvil.mine(2);
    const memory = memoryAnchorMemory();
    const reader = () => anchorReader(settingsFor(contracts.ours.address), { memory });
    expect(await reader().stateOf(file.cids[0]!)).toMatchObject({ state: 'anchored' });
    await anvil.rpc('evm_revert', snapshot);
    expect(await reader().stateOf(other.cids[0]!)).toEqual({ state: 'unknown', because: 'rollback' });
    expect(await reader().stateOf(file.cids[0]!)).toMatchObject({ state: 'anchored' });
    // Another history of the same length and longer: the block that was final is another one now.
    await anvil.mine(30);
    await contracts.ours.storeCid(other.cid);
    await anvil.mine(2);
    const forked = await reader().stateOf(other.cids[0]!);
    expect(forked).toMatchObject({ state: 'unknown', because: 'list-rewritten', warning: 'list-rewritten' });
    expect(await reader().stateOf(file.cids[0]!)).toMatchObject({
      state: 'anchored',
      warning: 'list-rewritten',
    });
  });

  it('T-76 takes a shorter list for a warning, not for a new truth', async () => {
    const files = [madeIndexFile('first'), madeIndexFile('second')];
    const { proxied } = contracts;
    for (const file of files) {
      gateway.add(file.bytes);
      await proxied.storeCid(file.cid);
    }
    await anvil.mine(2);
    const memory = memoryAnchorMemory();
    const reader = anchorReader(settingsFor(proxied.address), { memory });
    expect(await reader.stateOf(files[1]!.cids[0]!)).toMatchObject({ state: 'anchored' });
    await sendOnAnvil(anvil, { from: proxied.owner, to: proxied.address, data: '0xd1cb31e8' }).catch(
      () => undefined,
    );
    const forget = toFunctionSelector('forget()');
    await sendOnAnvil(anvil, { from: proxied.owner, to: proxied.address, data: forget });
    await anvil.mine(2);
    expect(await reader.stateOf(madeIndexFile('third').cids[0]!)).toEqual({
      state: 'unknown',
      because: 'list-shrunk',
      warning: 'list-shrunk',
    });
    expect(await reader.stateOf(files[1]!.cids[0]!)).toMatchObject({
      state: 'anchored',
      warning: 'list-shrunk',
    });
  });

  it('T-76 refuses another chain, an old head, and an address without a contract', async () => {
    const { address } = contracts.ours;
    const cid = madeIndexFile('any').cids[0]!;
    const wrongChain = anchorReader({ ...settingsFor(address), chainId: 80_002 });
    expect(await wrongChain.stateOf(cid)).toEqual({ state: 'unknown', because: 'wrong-chain' });
    const later = anchorReader(settingsFor(address), { now: () => Date.now() + 10_000_000 });
    expect(await later.stateOf(cid)).toEqual({ state: 'unknown', because: 'stale' });
    await anvil.mine(2);
    const nobody = anchorReader(settingsFor(`0x${'12'.repeat(20)}`));
    expect(await nobody.stateOf(cid)).toEqual({ state: 'unknown', because: 'no-contract' });
    const one = anchorReader({ ...settingsFor(address), rpcUrls: [anvil.url, anvil.url] });
    expect(await one.stateOf(cid)).toEqual({ state: 'unknown', because: 'unreachable' });
  });

  it('T-82 flags a table that takes back what an earlier one said', async () => {
    const bytes = (content: object) => new TextEncoder().encode(JSON.stringify(content));
    const [a, b, c] = madeIndexFile('table').cids as [string, string, string];
    const tables = [
      bytes({ ROOM_ID_A: [a, b] }),
      bytes({ ROOM_ID_A: [a, b, c] }),
      bytes({ ROOM_ID_A: [a, c] }),
    ];
    const memory = memoryAnchorMemory();
    const reader = anchorReader(settingsFor(contracts.seed.address), { memory });
    const states = [];
    for (const table of tables) {
      await contracts.seed.storeCid(gateway.add(table));
      await anvil.mine(2);
      await reader.stateOf(madeIndexFile('nowhere').cids[0]!);
      states.push(await reader.stateOf(b));
    }
    expect(states[1]).not.toHaveProperty('warning');
    expect(states[2]).toMatchObject({ state: 'anchored', entry: 0, warning: 'not-append-only' });
  });

  it('fetches every index file once, and goes on after a wake from what it kept', async () => {
    const files = Array.from({ length: 5 }, (_, at) => madeIndexFile(`once ${at}`));
    const memory = memoryAnchorMemory();
    gateway.requests.length = 0;
    for (const file of files) {
      gateway.add(file.bytes);
      await contracts.ours.storeCid(file.cid);
      await anvil.mine(2);
      const reader = anchorReader(settingsFor(contracts.ours.address), { memory });
      expect(await reader.stateOf(file.cids[2]!)).toMatchObject({ state: 'anchored' });
      expect(await reader.stateOf(files[0]!.cids[0]!)).toMatchObject({ state: 'anchored', entry: 0 });
    }
    expect(gateway.requests).toHaveLength(files.length);
  });

  it('T-79 takes CIDs in any of their forms for the same block, and what is no CID for nothing', async () => {
    const bytes = new TextEncoder().encode('an own stored event');
    const cid = CID.parse(rawCid(bytes));
    const { digest } = CID.parse(madeIndexFile('alias').cids[0]!).multihash;
    const listed = [
      'bafkqabiaaebagba',
      'not a CID',
      cid.toString(base58btc),
      cid.toString().toUpperCase(),
      CID.createV0(create(0x12, digest)).toString(),
    ];
    // As `ipfs add` makes it: a dag-pb node, that version 0 names.
    const text = new TextEncoder().encode(JSON.stringify({ ROOM: listed }));
    const field = (tag: number, content: Uint8Array) => [tag, ...varint(content.length), ...content];
    const varint = (size: number) => [(size & 127) | 128, size >> 7];
    const node = Uint8Array.from(field(10, Uint8Array.from([8, 2, ...field(18, text)])));
    const root = CID.createV0(create(0x12, new Uint8Array(await crypto.subtle.digest('SHA-256', node))));
    gateway.add(node, root.toV1().toString());
    for (const entry of ['', 'bafkqabiaaebagba', 'x'.repeat(300), root.toString()])
      await contracts.seed.storeCid(entry);
    await anvil.mine(2);
    const reader = anchorReader({ ...settingsFor(contracts.seed.address), slot: 1 });
    expect(await reader.stateOf(cid.toString())).toMatchObject({ state: 'anchored', entry: 3, position: 2 });
    expect(await reader.stateOf(CID.createV1(0x70, create(0x12, digest)).toString())).toMatchObject({
      position: 4,
    });
    expect(await reader.stateOf('bafkqabiaaebagba')).toEqual({ state: 'unknown', because: 'cid' });
    const proof = await reader.exportProof(cid.toString(base58btc), bytes);
    expect(await verifyProof(proof)).toMatchObject({ valid: true, entry: 3, position: 2, inner: null });
  });

  it('exports a proof of each kind of contract that verifies by itself', async () => {
    for (const contract of [contracts.ours, contracts.seed, contracts.proxied]) {
      const record = { v: 1, hello: 'world', of: contract.address };
      const cid = rawCid(new TextEncoder().encode(canonicalJson(record)));
      const [file] = buildIndexFiles([{ roomId: '01'.repeat(32), cid }]);
      gateway.add(file!.bytes);
      await contract.storeCid(file!.cid);
      await anvil.mine(2);
      const proof = await anchorReader(settingsFor(contract.address)).exportProof(cid, record);
      const verdict = await verifyProof(proof);
      const block = await anvil.rpc<{ hash: string }>('eth_getBlockByNumber', 'finalized', false);
      expect(verdict).toMatchObject({ valid: true, cid, entry: 0, blockHash: block.hash });
    }
  });
});
