import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AppDeps } from '../../../lib/app.ts';
import { hold, linkUnasked, onlyRequest, pass, startEscrow } from '../../support/held-companions.ts';
import { CHAIN_ID, makeWallet, type TestWallet } from '../../support/held-personas.ts';
import { type NodeCompanion, nodeCompanion, PASSWORD } from '../../support/node-companion.ts';
import { type RunningAnvil, startAnvil } from '../../support/start-anvil.ts';
import type { RunningMediator } from '../../support/start-mediator.ts';

// Returns storage slot 0 whatever it is asked: ERC-1271's magic value, or not.
const WALLET_CODE = '0x60005460005260206000f3';
const MAGIC = `0x1626ba7e${'00'.repeat(28)}`;
const SLOT_0 = `0x${'00'.repeat(32)}`;
const DAY_MS = 86_400_000;
const RPC = ['https://one.rpc.example', 'https://two.rpc.example', 'https://three.rpc.example'];

describe('B-12 a contract wallet, for the companions of both sides', () => {
  let chain: RunningAnvil;
  let escrow: RunningMediator;
  let alice: NodeCompanion;
  let carol: NodeCompanion;
  let wallet: TestWallet;

  const world: AppDeps['fetch'] = (url, init) =>
    fetch(new URL(url).hostname.endsWith('.rpc.example') ? chain.url : url, init);

  /** What the wallet says from now on, final on its chain. */
  async function answer(yes: boolean): Promise<void> {
    await chain.rpc('anvil_setStorageAt', wallet.address, SLOT_0, yes ? MAGIC : SLOT_0);
    await chain.mine(4);
  }

  beforeAll(async () => {
    chain = await startAnvil({ chainId: CHAIN_ID });
    // It asks a wallet again once a day: until then the two see for themselves.
    escrow = await startEscrow({ env: { CHAINS: JSON.stringify({ [CHAIN_ID]: chain.url }) } });
  }, 60_000);
  afterAll(async () => {
    await escrow?.stop();
    await chain?.stop();
  });
  beforeEach(async () => {
    [alice, carol] = await Promise.all([nodeCompanion({ fetch: world }), nodeCompanion({ fetch: world })]);
    await Promise.all([alice.begin('Alice', escrow.did), carol.begin('Carol', escrow.did)]);
    for (const one of [alice, carol]) await one.popup('anchor_settingsSet', { settings: { rpcUrls: RPC } });
    wallet = { address: makeWallet().address, sign: makeWallet().sign };
    await chain.rpc('anvil_setCode', wallet.address, WALLET_CODE);
    await answer(true);
  }, 60_000);
  afterEach(() => Promise.all([alice.stop(), carol.stop()]));

  const delivery = async () =>
    (await alice.popup('held_resolve', { to: wallet.address, chainId: CHAIN_ID })).delivery;

  it('that says no a day later is written to by nobody, and not held for either', async () => {
    await linkUnasked(carol, wallet, escrow.did);
    expect(await delivery()).toBe('e2ee');
    await answer(false);
    alice.clock.move(DAY_MS);
    await alice.popup('vault_unlock', { password: PASSWORD });
    expect(await delivery()).toBe('unreachable');
    await expect(hold(alice, wallet.address, 'to whom?')).rejects.toMatchObject({ code: 4316 });
    await answer(true);
    expect(await delivery()).toBe('e2ee');
  });

  it('that says no before the hand-over is handed nothing, until it is linked again', async () => {
    await hold(alice, wallet.address, 'for the owner');
    await alice.drain();
    await linkUnasked(carol, wallet, escrow.did);
    await answer(false);
    await pass(carol);
    expect(await carol.popup('requests_list', undefined)).toEqual([]);
    await answer(true);
    await linkUnasked(carol, wallet, escrow.did);
    await pass(carol);
    expect((await onlyRequest(carol)).heldMessages.map(({ text }) => text)).toEqual(['for the owner']);
  });
});
