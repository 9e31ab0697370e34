import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type GatedNetwork, gatedNetwork } from '../../../support/gated-network.ts';
import { hold, link, messages, pass, startEscrow } from '../../../support/held-companions.ts';
import { CHAIN_ID, makeWallet, type TestWallet } from '../../../support/held-personas.ts';
import { type NodeCompanion, nodeCompanion } from '../../../support/node-companion.ts';
import type { RunningMediator } from '../../../support/start-mediator.ts';

describe('a held message that is taken back before the escrow answered', () => {
  let escrow: RunningMediator;
  beforeAll(async () => {
    escrow = await startEscrow();
  }, 60_000);
  afterAll(() => escrow.stop());

  let network: GatedNetwork;
  let alice: NodeCompanion;
  let wallet: TestWallet;
  /** Whether the disk takes no more. */
  let isFull: boolean;
  beforeEach(async () => {
    isFull = false;
    network = gatedNetwork();
    alice = await nodeCompanion({
      fetch: network.fetch,
      step(what) {
        if (isFull && what === 'before transaction') throw new DOMException('full', 'QuotaExceededError');
      },
    });
    await alice.begin('Alice', escrow.did);
    wallet = makeWallet();
    // So that the escrow is known and asked before anything is broken.
    await alice.popup('held_resolve', { to: wallet.address, chainId: CHAIN_ID });
  }, 60_000);
  afterEach(() => alice.stop());

  async function stateOf(messageId: string): Promise<string | undefined> {
    return (await alice.app.tables.held_sent.get(messageId))?.state;
  }

  async function atCarol(): Promise<number> {
    const carol = await nodeCompanion();
    try {
      await carol.begin('Carol', escrow.did);
      await link(carol, wallet);
      await pass(carol);
      const requests = await carol.popup('requests_list', undefined);
      return requests.flatMap(({ heldMessages }) => heldMessages).length;
    } finally {
      await carol.stop();
    }
  }

  it('still goes out when the escrow could not be asked', async () => {
    network.broken = ['HELD_MESSAGE'];
    const { messageId, conversationId } = await hold(alice, wallet.address, 'on its way');
    await alice.app.outbox.flush();
    await expect(alice.popup('held_withdraw', { messageId })).rejects.toThrow();
    expect(await stateOf(messageId)).toBe('queued');
    network.broken = [];
    await alice.drain();
    expect(await messages(alice, conversationId)).toMatchObject([{ text: 'on its way', state: 'held' }]);
    expect(await atCarol()).toBe(1);
  });

  it('does not leave any more when it had not left', async () => {
    network.broken = ['SAVE_HELD_MESSAGE'];
    const { messageId } = await hold(alice, wallet.address, 'never left');
    await alice.app.outbox.flush();
    await alice.popup('held_withdraw', { messageId });
    expect(await stateOf(messageId)).toBe('withdrawn');
    network.broken = [];
    await alice.drain();
    expect(await stateOf(messageId)).toBe('withdrawn');
    expect(await atCarol()).toBe(0);
  });

  it('is deleted by the escrow when it was under way at that moment, also by a worker that came after', async () => {
    const gate = network.stop('SAVE_HELD_MESSAGE');
    const { messageId } = await hold(alice, wallet.address, 'under way');
    const flushed = alice.app.outbox.flush();
    await gate.arrived;
    await alice.popup('held_withdraw', { messageId });
    expect(await stateOf(messageId)).toBe('withdrawn');
    gate.open();
    await flushed;
    await alice.restart();
    await alice.drain();
    expect(await stateOf(messageId)).toBe('withdrawn');
    expect(await atCarol()).toBe(0);
  });

  it('stays end to end when it went so meanwhile, whatever the escrow says', async () => {
    network.broken = ['SAVE_HELD_MESSAGE'];
    const { messageId } = await hold(alice, wallet.address, 'to Carol');
    await alice.app.outbox.flush();
    const carol = await nodeCompanion();
    try {
      await carol.begin('Carol', escrow.did);
      await link(carol, wallet);
      const gate = network.stop('WITHDRAW_HELD_MESSAGE');
      const withdrawn = alice.popup('held_withdraw', { messageId });
      await gate.arrived;
      network.broken = [];
      await pass(alice);
      expect(await stateOf(messageId)).toBe('end-to-end');
      const timestamp = alice.clock.now();
      gate.open(Response.json({ type: 'SUCCESS', timestamp, payload: { state: 'WITHDRAWN' } }));
      await expect(withdrawn).rejects.toMatchObject({ code: -32_600 });
      expect(await stateOf(messageId)).toBe('end-to-end');
    } finally {
      await carol.stop();
    }
  });

  it('tells of a full disk', async () => {
    network.broken = ['SAVE_HELD_MESSAGE'];
    const { messageId } = await hold(alice, wallet.address, 'no room');
    await alice.app.outbox.flush();
    isFull = true;
    await expect(alice.popup('held_withdraw', { messageId })).rejects.toThrow();
    isFull = false;
    expect(alice.app.storageProblem()).not.toBeNull();
    expect(await stateOf(messageId)).toBe('queued');
  });
});
