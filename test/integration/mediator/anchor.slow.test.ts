import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { base64Decode } from '../../../lib/crypto/base64.ts';
import { rawCid } from '../../../lib/protocol/cid.ts';
import { listCid } from '../../../mediator/store/anchor/list-cid.ts';
import { anchoringEnv, anchorsOf, fetchIndex, listFresh, listOnChain } from '../../support/anchoring.ts';
import { type DeployedAnchor, deployAnchor } from '../../support/deploy-anchor.ts';
import { ask, ciphertext, clientId, codeOf, newcomer } from '../../support/mediator-client.ts';
import { inDatabase } from '../../support/mediator-database.ts';
import { startRpcProxy } from '../../support/rpc-proxy.ts';
import { type RunningAnvil, startAnvil } from '../../support/start-anvil.ts';
import { type RunningMediator, startMediator } from '../../support/start-mediator.ts';

const SLOW = { timeout: 30_000, interval: 100 };
const states = async (mediator: RunningMediator) => (await anchorsOf(mediator)).map(({ state }) => state);

let anvil: RunningAnvil;
beforeAll(async () => {
  anvil = await startAnvil();
});
afterAll(() => anvil.stop());

describe('anchoring', () => {
  let contract: DeployedAnchor;
  let mediator: RunningMediator;
  beforeAll(async () => {
    contract = await deployAnchor(anvil);
    mediator = await startMediator({ env: anchoringEnv(anvil, contract) });
  });
  afterAll(async () => {
    expect(await mediator.stop()).toBe(0);
  });

  it('lists new CIDs in an index file, publishes it and anchors it, until it is final', async () => {
    const { roomId, cids } = await listFresh(mediator, 3);
    await expect.poll(() => listOnChain(anvil, contract), SLOW).toHaveLength(1);
    const [indexCid] = await listOnChain(anvil, contract);
    const { content } = await fetchIndex(mediator, indexCid as string);
    expect(content[roomId]).toEqual(cids);
    await expect.poll(() => states(mediator), SLOW).toEqual(['mined']);
    await anvil.mine(3);
    await expect.poll(() => states(mediator), SLOW).toEqual(['finalized']);
    const hint = await (await fetch(`${mediator.url}/anchor/${cids[1]}`)).json();
    const receipt = await anvil.rpc<{ blockNumber: string }>(
      'eth_getTransactionReceipt',
      (hint as { tx: string }).tx,
    );
    expect(hint).toEqual({
      index_cid: indexCid,
      state: 'finalized',
      chain_id: 137,
      contract: contract.address,
      entry: 0,
      tx: expect.stringMatching(/^0x[0-9a-f]{64}$/),
      block: Number(receipt.blockNumber),
    });
    expect(await (await fetch(`${mediator.url}/anchor/${indexCid}`)).json()).toEqual(hint);
  });

  it('names no CID twice: what is listed again stays where it was', async () => {
    const room = await listFresh(mediator, 2);
    const relist = (roomId: string) =>
      inDatabase(mediator, async (tx) => {
        for (const cid of room.cids) await listCid(tx, { cid, roomId, now: Math.floor(Date.now() / 1000) });
      });
    await relist('0'.repeat(64));
    await expect.poll(() => listOnChain(anvil, contract), SLOW).toHaveLength(2);
    await relist(room.roomId);
    await listFresh(mediator, 1);
    await expect.poll(() => listOnChain(anvil, contract), SLOW).toHaveLength(3);
    const seen = new Map<string, number>();
    for (const cid of await listOnChain(anvil, contract)) {
      for (const listed of Object.values((await fetchIndex(mediator, cid)).content).flat()) {
        seen.set(listed, (seen.get(listed) ?? 0) + 1);
      }
    }
    for (const cid of room.cids) expect(seen.get(cid)).toBe(1);
    expect(Math.max(...seen.values())).toBe(1);
  });

  it('anchors stored events of whoever asks: the CID of the payload is listed, the payload is not published', async () => {
    const alice = await newcomer(mediator, 'alice');
    const roomId = 'ab'.repeat(32);
    const events = [0, 1].map(() => ({ id: clientId(), payload: ciphertext(), tags: [] }));
    const before = (await listOnChain(anvil, contract)).length;
    await ask(mediator, alice, { type: 'SAVE_EVENTS', events, anchor: { room_id: roomId } });
    // The same events once more, and one without a wish to be anchored.
    await ask(mediator, alice, { type: 'SAVE_EVENTS', events, anchor: { room_id: roomId } });
    await ask(mediator, alice, {
      type: 'SAVE_EVENTS',
      events: [{ id: clientId(), payload: ciphertext(), tags: [] }],
    });
    await expect.poll(() => listOnChain(anvil, contract), SLOW).toHaveLength(before + 1);
    const index = await fetchIndex(mediator, (await listOnChain(anvil, contract)).at(-1) as string);
    const cids = events.map(({ payload }) => rawCid(base64Decode(payload)));
    expect(index.content[roomId]).toEqual(cids);
    for (const cid of cids) expect((await fetch(`${mediator.url}/ipfs/${cid}?format=raw`)).status).toBe(404);
  });

  it('T-83 B-19 shows neither names nor numbers: hashes and CIDs only, filled up to a power of two', async () => {
    for (const cid of await listOnChain(anvil, contract)) {
      const { text, content } = await fetchIndex(mediator, cid);
      expect(text).toMatch(/^\{("[0-9a-f]{64}":\["bafkrei[a-z2-7]{52}"(,"bafkrei[a-z2-7]{52}")*\],?)+\}$/);
      const entries = Object.values(content).flat().length;
      expect(Math.log2(entries) % 1).toBe(0);
      expect(entries).toBeGreaterThanOrEqual(16);
    }
  });

  it('says in its document and at /health where it anchors, and never with which key', async () => {
    const { service } = (await (await fetch(`${mediator.url}/.well-known/did.json`)).json()) as {
      service: { type: string; serviceEndpoint: object }[];
    };
    expect(service.find(({ type }) => type === 'DecentrlAnchor')?.serviceEndpoint).toMatchObject({
      chain_id: 137,
      contract: contract.address,
    });
    expect(await (await fetch(`${mediator.url}/health`)).json()).toMatchObject({
      anchor: {
        chain_id: 137,
        contract: contract.address,
        account: anvil.accounts[0]?.address,
        problem: null,
      },
    });
    const key = anvil.accounts[0]?.privateKey.slice(2) as string;
    expect(mediator.log()).not.toContain(key);
  });

  it('knows no hint for what is not listed', async () => {
    const [a, b] = [`/anchor/${rawCid(new Uint8Array([1]))}`, '/anchor/x'];
    expect((await fetch(mediator.url + a)).status).toBe(404);
    expect((await fetch(mediator.url + b)).status).toBe(400);
  });
});

describe('an endpoint that cannot be trusted or reached', () => {
  it('of another chain is refused: nothing is sent there', async () => {
    const contract = await deployAnchor(anvil);
    const proxy = await startRpcProxy(anvil.url);
    proxy.answer = ({ method }) => (method === 'eth_chainId' ? '0x1' : undefined);
    const mediator = await startMediator({ env: anchoringEnv(anvil, contract, proxy.url) });
    await listFresh(mediator, 1);
    await expect.poll(() => states(mediator), SLOW).toEqual(['built']);
    await expect.poll(() => mediator.log(), SLOW).toContain('serves chain 1, not 137');
    const health = await (await fetch(`${mediator.url}/health`)).json();
    expect(health).toMatchObject({ anchor: { problem: 'wrong_chain' } });
    expect(new Set(proxy.calls.map(({ method }) => method))).toEqual(new Set(['eth_chainId']));
    proxy.answer = () => undefined;
    await expect.poll(() => listOnChain(anvil, contract), SLOW).toHaveLength(1);
    await mediator.stop();
    await proxy.stop();
  });

  it('that goes away and comes back costs time only', async () => {
    const contract = await deployAnchor(anvil);
    const proxy = await startRpcProxy(anvil.url);
    proxy.isUp = false;
    const mediator = await startMediator({ env: anchoringEnv(anvil, contract, proxy.url) });
    const { cids } = await listFresh(mediator, 2);
    await expect.poll(() => states(mediator), SLOW).toEqual(['built']);
    await expect.poll(() => mediator.log(), SLOW).toContain('cannot go on');
    proxy.isUp = true;
    await expect.poll(() => listOnChain(anvil, contract), SLOW).toHaveLength(1);
    const [index] = await listOnChain(anvil, contract);
    const { content } = await fetchIndex(mediator, index as string);
    expect(Object.values(content).flat()).toEqual(expect.arrayContaining(cids));
    await mediator.stop();
    await proxy.stop();
  });

  it('that never shows a transaction in its pool still gets one anchor, by one nonce', async () => {
    const contract = await deployAnchor(anvil);
    const proxy = await startRpcProxy(anvil.url);
    // The receipt is kept back for a while: the transaction looks lost, and is sent again and again.
    let hidden = 6;
    proxy.answer = ({ method }) => {
      if (method === 'eth_getTransactionReceipt' && hidden-- > 0) return null;
      return method === 'eth_getTransactionByHash' ? null : undefined;
    };
    const env = { ...anchoringEnv(anvil, contract, proxy.url), ANCHOR_STUCK_SECONDS: '1' };
    const mediator = await startMediator({ env });
    await listFresh(mediator, 1);
    await expect.poll(() => states(mediator), SLOW).toEqual(['mined']);
    expect(await listOnChain(anvil, contract)).toHaveLength(1);
    await mediator.stop();
    await proxy.stop();
  });
});

describe('a graceful stop', () => {
  it('does not wait for an endpoint that answers nothing', async () => {
    const contract = await deployAnchor(anvil);
    const proxy = await startRpcProxy(anvil.url);
    proxy.before = () => new Promise(() => {});
    const mediator = await startMediator({ env: anchoringEnv(anvil, contract, proxy.url) });
    await expect.poll(() => proxy.calls.length, SLOW).toBeGreaterThan(0);
    expect(await mediator.stop()).toBe(0);
    await proxy.stop();
  });
});

describe('an account that owns nothing', () => {
  it('sends nothing, and says so', async () => {
    const contract = await deployAnchor(anvil);
    const env = {
      ...anchoringEnv(anvil, contract),
      ANCHOR_PRIVATE_KEY: anvil.accounts[5]?.privateKey as string,
    };
    const mediator = await startMediator({ env });
    await listFresh(mediator, 1);
    await expect.poll(() => mediator.log(), SLOW).toContain('cannot go on');
    const health = await (await fetch(`${mediator.url}/health`)).json();
    expect(health).toMatchObject({ anchor: { problem: 'failing' } });
    expect(await states(mediator)).toEqual(['built']);
    await mediator.stop();
  });
});

describe('a mediator that anchors nothing', () => {
  it('refuses to promise an anchor', async () => {
    const mediator = await startMediator();
    const alice = await newcomer(mediator, 'alice');
    const events = [{ id: clientId(), payload: ciphertext(), tags: [] }];
    const save = { type: 'SAVE_EVENTS' as const, events, anchor: { room_id: '00'.repeat(32) } };
    expect(await codeOf(mediator, alice, save)).toBe('UNSUPPORTED_COMMAND');
    await mediator.stop();
  });
});
