import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anchoringEnv, anchorsOf, fetchIndex, listFresh, listOnChain } from '../../support/anchoring.ts';
import { deployAnchor } from '../../support/deploy-anchor.ts';
import { type RpcCall, type RpcProxy, startRpcProxy } from '../../support/rpc-proxy.ts';
import { type RunningAnvil, startAnvil } from '../../support/start-anvil.ts';
import { type RunningMediator, startMediator } from '../../support/start-mediator.ts';
import { waitUntil } from '../../support/wait-until.ts';

const SLOW = { timeout: 30_000, interval: 100 };
const ROUNDS = 4;
// A daemon that is not there: these tests need none, and one of our own takes a second to start.
const NO_NODE = { IPFS_API_URL: 'http://127.0.0.1:1' };

let anvil: RunningAnvil;
let proxy: RpcProxy;
const directories: string[] = [];
beforeAll(async () => {
  anvil = await startAnvil();
  proxy = await startRpcProxy(anvil.url);
});
afterAll(async () => {
  await proxy.stop();
  await anvil.stop();
  for (const directory of directories) rmSync(directory, { recursive: true });
});

function freshDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'anchor-'));
  directories.push(directory);
  return directory;
}

const isFinalCall = ({ method, params }: RpcCall) => method === 'eth_call' && params[1] === 'finalized';
const is = (method: string) => (call: RpcCall) => call.method === method;
const STEPS: [string, (call: RpcCall) => boolean][] = [
  ['the list is read', is('eth_call')],
  ['the nonce is asked', is('eth_getTransactionCount')],
  ['the gas is estimated', is('eth_estimateGas')],
  ['the transaction is sent', is('eth_sendRawTransaction')],
  ['the receipt is asked', is('eth_getTransactionReceipt')],
  ['finality is asked', isFinalCall],
];

describe('SIGKILL while an index file is anchored', () => {
  for (const [step, matches] of STEPS) {
    for (const when of ['before', 'after'] as const) {
      it(`${when} ${step}: the file is anchored once`, async () => {
        const contract = await deployAnchor(anvil);
        const dataDir = freshDirectory();
        const { roomId, cids } = await listFresh({ dataDir }, 3);
        let mediator: RunningMediator | undefined;
        const killed = new Promise<void>((resolve, reject) => {
          proxy[when] = async (call) => {
            if (!matches(call)) return;
            proxy[when] = () => {};
            await mediator?.kill().then(resolve, reject);
            // Before: the call never reaches the chain. After: its answer never reaches the mediator.
            throw new Error('nobody is there');
          };
        });
        const env = { ...anchoringEnv(anvil, contract, proxy.url), ...NO_NODE };
        mediator = await startMediator({ dataDir, env });
        await killed;

        const again = await startMediator({ dataDir, env, port: mediator.port });
        await expect.poll(() => listOnChain(anvil, contract), SLOW).toHaveLength(1);
        await anvil.mine(3);
        await expect
          .poll(async () => (await anchorsOf(again)).map(({ state }) => state), SLOW)
          .toEqual(['finalized']);
        const [indexCid] = await listOnChain(anvil, contract);
        expect(await listOnChain(anvil, contract)).toHaveLength(1);
        expect((await fetchIndex(again, indexCid as string)).content[roomId]).toEqual(cids);
        await again.stop();
      });
    }
  }

  it('at any time, while CIDs keep coming: each is in one file, each file once in the list', async () => {
    const contract = await deployAnchor(anvil);
    const env = { ...anchoringEnv(anvil, contract, proxy.url), ...NO_NODE, ANCHOR_COUNT: '5' };
    const listed: string[] = [];
    let mediator = await startMediator({ env });
    for (let round = 0; round < ROUNDS; round++) {
      const until = proxy.calls.length + 7 + 3 * round;
      await waitUntil('the calls of a few anchors', async () => {
        listed.push(...(await listFresh(mediator, 4)).cids);
        return proxy.calls.length >= until;
      });
      await mediator.kill();
      mediator = await startMediator({ env, dataDir: mediator.dataDir, port: mediator.port });
    }
    await expect
      .poll(async () => {
        await anvil.mine(3);
        const anchors = await anchorsOf(mediator);
        return anchors.length > 0 && anchors.every(({ state }) => state === 'finalized');
      }, SLOW)
      .toBe(true);
    const onChain = await listOnChain(anvil, contract);
    const seen: string[] = [];
    for (const cid of onChain) seen.push(...Object.values((await fetchIndex(mediator, cid)).content).flat());
    expect(new Set(onChain).size).toBe(onChain.length);
    expect(new Set(seen).size).toBe(seen.length);
    expect(listed.filter((cid) => !seen.includes(cid))).toEqual([]);
    await mediator.stop();
  }, 120_000);
});
