import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { hold, link, messages, pass, startEscrow } from '../../../support/held-companions.ts';
import { CHAIN_ID, makeWallet, type TestWallet } from '../../../support/held-personas.ts';
import { type NodeCompanion, nodeCompanion } from '../../../support/node-companion.ts';
import type { RunningMediator } from '../../../support/start-mediator.ts';
import { waitUntil } from '../../../support/wait-until.ts';

describe('a held message that is taken back before the escrow answered', () => {
  let escrow: RunningMediator;
  beforeAll(async () => {
    escrow = await startEscrow();
  }, 60_000);
  afterAll(() => escrow.stop());

  let alice: NodeCompanion;
  let wallet: TestWallet;
  /** Commands that do not get through while they are named here. */
  let broken: string[];
  /** A request with this in it waits for the promise. */
  let slow: { text: string; until: Promise<void> } | null;
  beforeEach(async () => {
    broken = [];
    slow = null;
    alice = await nodeCompanion({
      fetch: async (url, init) => {
        const body = String(init?.body ?? '');
        if (broken.some((one) => body.includes(one))) throw new TypeError('Failed to fetch');
        if (slow !== null && body.includes(slow.text)) await slow.until;
        return fetch(url, init);
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
    broken = ['HELD_MESSAGE'];
    const { messageId, conversationId } = await hold(alice, wallet.address, 'on its way');
    await alice.app.outbox.flush();
    await expect(alice.popup('held_withdraw', { messageId })).rejects.toThrow();
    expect(await stateOf(messageId)).toBe('queued');
    broken = [];
    await alice.drain();
    expect(await messages(alice, conversationId)).toMatchObject([{ text: 'on its way', state: 'held' }]);
    expect(await atCarol()).toBe(1);
  });

  it('does not leave any more when it had not left', async () => {
    broken = ['SAVE_HELD_MESSAGE'];
    const { messageId } = await hold(alice, wallet.address, 'never left');
    await alice.app.outbox.flush();
    await alice.popup('held_withdraw', { messageId });
    expect(await stateOf(messageId)).toBe('withdrawn');
    broken = [];
    await alice.drain();
    expect(await stateOf(messageId)).toBe('withdrawn');
    expect(await atCarol()).toBe(0);
  });

  it('is deleted by the escrow when it was under way at that moment, also by a worker that came after', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    slow = { text: 'SAVE_HELD_MESSAGE', until: promise };
    const { messageId } = await hold(alice, wallet.address, 'under way');
    const flushed = alice.app.outbox.flush();
    await waitUntil(
      'the message under way',
      () => alice.requests.some(({ body }) => body.includes('SAVE_HELD_MESSAGE')) || undefined,
    );
    await alice.popup('held_withdraw', { messageId });
    expect(await stateOf(messageId)).toBe('withdrawn');
    resolve();
    await flushed;
    await alice.restart();
    await alice.drain();
    expect(await stateOf(messageId)).toBe('withdrawn');
    expect(await atCarol()).toBe(0);
  });
});
