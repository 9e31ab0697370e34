import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anchoringEnv, anchorsOf, listFresh, listOnChain } from '../../support/anchoring.ts';
import { deployAnchor } from '../../support/deploy-anchor.ts';
import { inDatabase } from '../../support/mediator-database.ts';
import { type RunningAnvil, startAnvil } from '../../support/start-anvil.ts';
import { type RunningMediator, startMediator } from '../../support/start-mediator.ts';

const SLOW = { timeout: 30_000, interval: 100 };
const STUCK = { ANCHOR_STUCK_SECONDS: '1' };

let anvil: RunningAnvil;
beforeAll(async () => {
  anvil = await startAnvil();
});
afterAll(() => anvil.stop());

const transactionsOf = (mediator: RunningMediator) =>
  inDatabase(mediator, (tx) =>
    tx.selectFrom('anchor_transactions').selectAll().orderBy('signed_at').execute(),
  );
const states = async (mediator: RunningMediator) => (await anchorsOf(mediator)).map(({ state }) => state);
const pooled = async () => {
  const { pending } = await anvil.rpc<{ pending: Record<string, Record<string, { hash: string }>> }>(
    'txpool_content',
  );
  return Object.values(pending).flatMap((byNonce) => Object.values(byNonce).map(({ hash }) => hash));
};

describe('a transaction that is not mined', () => {
  it('is replaced under its nonce by better paid ones, also after SIGKILL, and anchors once', async () => {
    const contract = await deployAnchor(anvil);
    await anvil.rpc('evm_setAutomine', false);
    const env = { ...anchoringEnv(anvil, contract), ...STUCK };
    let mediator = await startMediator({ env });
    await listFresh(mediator, 1);
    await expect.poll(async () => (await transactionsOf(mediator)).length, SLOW).toBeGreaterThan(1);
    await mediator.kill();
    mediator = await startMediator({ env, dataDir: mediator.dataDir, port: mediator.port });
    await expect.poll(async () => (await transactionsOf(mediator)).length, SLOW).toBeGreaterThan(3);
    const sent = await transactionsOf(mediator);
    expect(new Set(sent.map(({ nonce }) => nonce)).size).toBe(1);
    for (const [at, { max_fee }] of sent.entries()) {
      if (at > 0) expect(BigInt(max_fee) * 10n).toBeGreaterThan(BigInt(sent[at - 1]?.max_fee ?? 0) * 11n);
    }
    expect(await pooled()).toHaveLength(1);
    await anvil.rpc('evm_setAutomine', true);
    await anvil.mine(3);
    await expect.poll(() => states(mediator), SLOW).toEqual(['finalized']);
    expect(await listOnChain(anvil, contract)).toHaveLength(1);
    await mediator.stop();
  });

  it('is never paid better than allowed', async () => {
    const contract = await deployAnchor(anvil);
    await anvil.rpc('evm_setAutomine', false);
    const env = { ...anchoringEnv(anvil, contract), ...STUCK, ANCHOR_MAX_FEE_GWEI: '3' };
    const mediator = await startMediator({ env });
    await listFresh(mediator, 1);
    await expect.poll(() => mediator.log(), SLOW).toContain('stuck at the highest fee');
    for (const { max_fee, priority_fee } of await transactionsOf(mediator)) {
      expect(BigInt(max_fee)).toBeLessThanOrEqual(3_000_000_000n);
      expect(BigInt(priority_fee)).toBeLessThanOrEqual(BigInt(max_fee));
    }
    await anvil.rpc('evm_setAutomine', true);
    await anvil.mine(3);
    await expect.poll(() => states(mediator), SLOW).toEqual(['finalized']);
    expect(await listOnChain(anvil, contract)).toHaveLength(1);
    await mediator.stop();
  });

  it('whose nonce something else used up gets another one, once that is final', async () => {
    const contract = await deployAnchor(anvil);
    await anvil.rpc('evm_setAutomine', false);
    const mediator = await startMediator({
      env: { ...anchoringEnv(anvil, contract), ANCHOR_STUCK_SECONDS: '2' },
    });
    await listFresh(mediator, 1);
    await expect.poll(pooled, SLOW).toHaveLength(1);
    const [first] = await transactionsOf(mediator);
    const { address } = anvil.accounts[0] as { address: string };
    await anvil.rpc('eth_sendTransaction', {
      from: address,
      to: address,
      nonce: `0x${first?.nonce.toString(16)}`,
      maxFeePerGas: '0x174876e800',
      maxPriorityFeePerGas: '0x174876e800',
    });
    await anvil.rpc('evm_setAutomine', true);
    await anvil.mine(1);
    expect(await listOnChain(anvil, contract)).toHaveLength(0);
    await anvil.mine(3);
    await expect.poll(() => listOnChain(anvil, contract), SLOW).toHaveLength(1);
    await anvil.mine(3);
    await expect.poll(() => states(mediator), SLOW).toEqual(['finalized']);
    const nonces = new Set((await transactionsOf(mediator)).map(({ nonce }) => nonce));
    expect(nonces.size).toBe(2);
    await mediator.stop();
  });
});

describe('B-23 a block that is taken back', () => {
  it('is not believed: the same transaction is sent again, and counts when it is final', async () => {
    const contract = await deployAnchor(anvil);
    const mediator = await startMediator({ env: anchoringEnv(anvil, contract) });
    await listFresh(mediator, 1);
    await expect.poll(() => states(mediator), SLOW).toEqual(['mined']);
    await anvil.rpc('anvil_reorg', 1, []);
    await expect.poll(() => states(mediator), SLOW).toEqual(['mined']);
    await expect.poll(() => listOnChain(anvil, contract), SLOW).toHaveLength(1);
    await anvil.mine(3);
    await expect.poll(() => states(mediator), SLOW).toEqual(['finalized']);
    expect(await transactionsOf(mediator)).toHaveLength(1);
    const [anchor] = await anchorsOf(mediator);
    const block = await anvil.rpc<{ hash: string }>(
      'eth_getBlockByNumber',
      `0x${anchor?.block_number?.toString(16)}`,
      false,
    );
    expect(anchor?.block_hash).toBe(block.hash);
    await mediator.stop();
  });
});

describe('the balance of the anchoring account', () => {
  it('is warned about in the log and at /health before it is gone', async () => {
    const contract = await deployAnchor(anvil);
    const mediator = await (async () => {
      const { address } = anvil.accounts[0] as { address: string };
      await anvil.rpc('anvil_setBalance', address, '0x2386f26fc10000');
      return startMediator({ env: anchoringEnv(anvil, contract) });
    })();
    await expect.poll(() => mediator.log(), SLOW).toContain('fewer than 100 more anchors');
    expect(await (await fetch(`${mediator.url}/health`)).json()).toMatchObject({
      anchor: { problem: 'low_balance' },
    });
    await listFresh(mediator, 1);
    await expect.poll(() => listOnChain(anvil, contract), SLOW).toHaveLength(1);
    await mediator.stop();
  });
});
