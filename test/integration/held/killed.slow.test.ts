import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  hold,
  LINK_ORIGIN,
  link,
  linkUnasked,
  messages,
  startEscrow,
} from '../../support/held-companions.ts';
import { makeWallet, type TestWallet } from '../../support/held-personas.ts';
import { type NodeCompanion, nodeCompanion } from '../../support/node-companion.ts';
import { Reaper } from '../../support/reaper.ts';
import type { RunningMediator } from '../../support/start-mediator.ts';

/** Hundreds of passes in a minute are more than a mediator allows one identity by default. */
const LIMITS = { commands_per_second: 100_000, commands_burst: 100_000, unauthenticated_per_minute: 100_000 };
/** Of the steps of a hand-over every third is a place to die: the two between differ in nothing that is written. */
const STRIDE = 3;

/** One pass without waiting for what was put off. */
async function step(companion: NodeCompanion): Promise<void> {
  await companion.sync();
  await companion.app.escrows.poll({ now: true });
  await companion.app.outbox.flush();
}

async function recover(companion: NodeCompanion): Promise<void> {
  await companion.restart();
  companion.clock.move(1_500);
}

/** The texts that came to the wallets of a companion, wherever they are shown. */
async function received(companion: NodeCompanion): Promise<string[]> {
  const requests = await companion.popup('requests_list', undefined);
  const shown = requests.flatMap(({ heldMessages }) => heldMessages.map(({ text }) => text ?? ''));
  return shown;
}

describe('R-18 a worker killed in the middle of a hand-over', () => {
  let escrow: RunningMediator;
  beforeAll(async () => {
    escrow = await startEscrow({ limits: LIMITS });
  }, 60_000);
  afterAll(() => escrow.stop());

  /** Until three rounds lived to their end: each round has its own wallet, its own sender and one message. */
  async function everywhere(
    reaper: Reaper,
    killed: NodeCompanion,
    scenario: (round: number) => Promise<unknown>,
    check: (round: number) => Promise<unknown>,
  ): Promise<number> {
    let lived = 0;
    for (let k = 0; ; k += STRIDE) {
      reaper.killAt(k);
      await scenario(k).catch(() => undefined);
      if (reaper.reset()) await recover(killed);
      else lived += 1;
      await check(k);
      if (lived === 3) return k;
      if (k > 3_000) throw new Error('the scenario never ends');
    }
  }

  it('the recipient loses nothing and takes nothing twice', async () => {
    const reaper = new Reaper();
    const alice = await nodeCompanion();
    const carol = await nodeCompanion({ step: reaper.step });
    await Promise.all([alice.begin('Alice', escrow.did), carol.begin('Carol', escrow.did)]);
    await link(carol, makeWallet());
    const sent: string[] = [];
    let wallet: TestWallet = makeWallet();
    const prepare = async (round: number) => {
      wallet = makeWallet();
      await hold(alice, wallet.address, `message ${round}`);
      await alice.drain();
      sent.push(`message ${round}`);
    };
    try {
      const steps = await everywhere(
        reaper,
        carol,
        async (round) => {
          reaper.killAt(Number.POSITIVE_INFINITY);
          await prepare(round);
          reaper.killAt(round);
          await link(carol, wallet);
          await step(carol);
        },
        async () => {
          const linked = await carol.popup('wallets_list', undefined);
          if (!linked.some(({ address, state }) => address === wallet.address && state === 'linked')) {
            await carol.popup('sites_revoke', { origin: LINK_ORIGIN });
            await link(carol, wallet);
          }
          await step(carol);
          await step(carol);
          await step(alice);
        },
      );
      expect(steps).toBeGreaterThan(20);
      // A request shows the last twenty; all of them stand in the history.
      const history = await carol.app.history.readSince(0, 10_000);
      expect(history.map(({ value }) => (value.data as { content: string }).content).sort()).toEqual(
        sent.sort(),
      );
      expect((await received(carol)).length).toBeGreaterThan(0);
      const rows = await alice.app.tables.held_sent.getAll();
      expect(rows.filter(({ state }) => state !== 're-encrypted')).toEqual([]);
    } finally {
      await Promise.all([alice.stop(), carol.stop()]);
    }
  }, 280_000);

  it('the sender gives each message once and confirms it once', async () => {
    const reaper = new Reaper();
    const alice = await nodeCompanion({ step: reaper.step });
    const carol = await nodeCompanion();
    await Promise.all([alice.begin('Alice', escrow.did), carol.begin('Carol', escrow.did)]);
    const sent: string[] = [];
    let wallet: TestWallet = makeWallet();
    const say = (round: number) =>
      alice.popup('held_send', {
        to: wallet.address,
        text: `message ${round}`,
        allowHeld: true,
        idempotencyKey: `round ${round}`,
      });
    try {
      await everywhere(
        reaper,
        alice,
        async (round) => {
          wallet = makeWallet();
          sent.push(`message ${round}`);
          await say(round);
          await alice.app.outbox.flush();
          // What did not leave before the recipient set up would go end to end: that is another story.
          if (reaper.killed) return;
          await linkUnasked(carol, wallet, escrow.did);
          await step(carol);
          await step(alice);
        },
        async (round) => {
          // Asked again, as the popup does when its port broke.
          const { conversationId } = await say(round);
          await alice.drain();
          const linked = await carol.popup('wallets_list', undefined);
          if (!linked.some(({ address, state }) => address === wallet.address && state === 'linked'))
            await linkUnasked(carol, wallet, escrow.did);
          await step(carol);
          await step(alice);
          await step(alice);
          const shown = await messages(alice, conversationId);
          expect(shown.filter(({ text }) => text === `message ${round}`)).toMatchObject([
            { state: 're-encrypted' },
          ]);
        },
      );
      const history = await carol.app.history.readSince(0, 10_000);
      expect(history.map(({ value }) => (value.data as { content: string }).content).sort()).toEqual(
        sent.sort(),
      );
    } finally {
      await Promise.all([alice.stop(), carol.stop()]);
    }
  }, 280_000);
});
