import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type GatedNetwork, gatedNetwork } from '../../../support/gated-network.ts';
import { link, pass, startEscrow } from '../../../support/held-companions.ts';
import { CHAIN_ID, makeWallet, type TestWallet } from '../../../support/held-personas.ts';
import { type NodeCompanion, nodeCompanion } from '../../../support/node-companion.ts';
import type { RunningMediator } from '../../../support/start-mediator.ts';

describe('one idempotency key used twice at once for a message to an address', () => {
  let escrow: RunningMediator;
  beforeAll(async () => {
    escrow = await startEscrow();
  }, 60_000);
  afterAll(() => escrow.stop());

  let network: GatedNetwork;
  let alice: NodeCompanion;
  let wallet: TestWallet;
  beforeEach(async () => {
    network = gatedNetwork();
    alice = await nodeCompanion({ fetch: network.fetch });
    await alice.begin('Alice', escrow.did);
    wallet = makeWallet();
  }, 60_000);
  afterEach(() => alice.stop());

  const send = (text: string) =>
    alice.popup('held_send', {
      to: wallet.address,
      chainId: CHAIN_ID,
      text,
      allowHeld: true,
      idempotencyKey: 'one',
    });

  it('holds one message', async () => {
    const [first, second] = await Promise.all([send('once'), send('once')]);
    expect(second).toEqual(first);
    expect(await alice.app.tables.held_sent.getAll()).toMatchObject([{ id: first.messageId }]);
  });

  it('is refused for other content', async () => {
    const [first, second] = await Promise.allSettled([send('once'), send('twice')]);
    expect([first.status, second.status].sort()).toEqual(['fulfilled', 'rejected']);
    expect(await alice.app.tables.held_sent.getAll()).toHaveLength(1);
  });

  it('does not send end to end what it had held, when somebody answers by then', async () => {
    const gate = network.stop('RESOLVE_ADDRESS');
    const late = send('once');
    await gate.arrived;
    const first = await send('once');
    expect(first.delivery).toBe('held');
    const carol = await nodeCompanion();
    try {
      await carol.begin('Carol', escrow.did);
      await link(carol, wallet);
      gate.open();
      expect(await late).toEqual(first);
      await pass(alice);
      expect(await alice.app.tables.waiting.count()).toBeLessThan(2);
    } finally {
      await carol.stop();
    }
  });
});
