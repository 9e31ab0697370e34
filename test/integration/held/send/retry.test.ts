import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { parseDid } from '../../../../lib/protocol/did.ts';
import { agree } from '../../../support/companion-pair.ts';
import { type GatedNetwork, gatedNetwork } from '../../../support/gated-network.ts';
import { hold, link, pass, startEscrow } from '../../../support/held-companions.ts';
import { makeWallet, type TestWallet } from '../../../support/held-personas.ts';
import { type NodeCompanion, nodeCompanion } from '../../../support/node-companion.ts';
import type { RunningMediator } from '../../../support/start-mediator.ts';

describe('a message that failed at the escrow and is given again twice at once', () => {
  let escrow: RunningMediator;
  beforeAll(async () => {
    escrow = await startEscrow();
  }, 60_000);
  afterAll(() => escrow.stop());

  let network: GatedNetwork;
  let alice: NodeCompanion;
  let wallet: TestWallet;
  let aliceDid: string;
  let messageId: string;
  beforeEach(async () => {
    network = gatedNetwork();
    alice = await nodeCompanion({ fetch: network.fetch });
    aliceDid = await alice.begin('Alice', escrow.did);
    wallet = makeWallet();
    const gate = network.stop('SAVE_HELD_MESSAGE');
    ({ messageId } = await hold(alice, wallet.address, 'once'));
    await gate.arrived;
    const refusal = {
      type: 'ERROR',
      code: 'NOT_FOUND',
      message: 'The epoch is over.',
      timestamp: Date.now(),
    };
    gate.open(Response.json(refusal, { status: 404 }));
    await alice.drain();
    expect(await row()).toMatchObject({ state: 'failed', reason: 'NOT_FOUND' });
  }, 60_000);
  afterEach(() => alice.stop());

  const row = () => alice.app.tables.held_sent.get(messageId);
  const retry = () => alice.popup('conversation_retry', { eventId: messageId });
  const sent = (type: string) => alice.requests.filter(({ body }) => body.includes(`"${type}"`)).length;

  it('is held once', async () => {
    const before = sent('SAVE_HELD_MESSAGE');
    await Promise.all([retry(), retry()]);
    await alice.drain();
    expect(sent('SAVE_HELD_MESSAGE') - before).toBe(1);
    expect(await row()).toMatchObject({ state: 'held', reason: null });
  });

  it('goes end to end once, when somebody answers by then', async () => {
    const carol = await nodeCompanion();
    try {
      const carolDid = await carol.begin('Carol', escrow.did);
      const [aliceKey, carolKey] = [aliceDid, carolDid].map((did) => parseDid(did).signingKeyMultibase);
      if (aliceKey === undefined || carolKey === undefined) throw new Error('two people have two keys');
      await agree({ alice, bob: carol, aliceKey, bobDid: carolDid, bobKey: carolKey });
      await link(carol, wallet);
      const gate = network.stop('RESOLVE_ADDRESS');
      const first = retry();
      await gate.arrived;
      await retry();
      await alice.drain();
      expect(await row()).toMatchObject({ state: 'end-to-end' });
      gate.open();
      await first;
      await pass(alice);
      expect(sent('SEND_EVENTS')).toBe(1);
      expect(await row()).toMatchObject({ state: 'end-to-end' });
    } finally {
      await carol.stop();
    }
  });
});
