import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { acceptRequest } from '../../../lib/relationships/accept-request.ts';
import { proposeContract } from '../../../lib/relationships/propose-contract.ts';
import { type Pair, pair, say, texts, twoStrangers } from '../../support/companion-pair.ts';
import type { NodeCompanion } from '../../support/node-companion.ts';
import { Reaper } from '../../support/reaper.ts';
import { type RunningMediator, startMediator } from '../../support/start-mediator.ts';

/** A hundred restarts in seconds are more than the 50 commands a second a mediator allows one identity by default. */
const LIMITS = { commands_per_second: 100_000, commands_burst: 100_000, unauthenticated_per_minute: 100_000 };
const startMediators = () =>
  Promise.all([startMediator({ limits: LIMITS }), startMediator({ limits: LIMITS })]);

/** Rounds that must live to their end before the scenario counts as killed everywhere: their lengths differ a little. */
const LIVING_ROUNDS = 5;

/** Runs `scenario` with the worker killed at step 0, 1, 2 … until rounds live to their end; after each one `check`. */
async function killEverywhere(
  reaper: Reaper,
  companion: NodeCompanion,
  scenario: (round: number) => Promise<unknown>,
  check: (round: number) => Promise<unknown>,
): Promise<number> {
  let lived = 0;
  for (let k = 0; ; k++) {
    reaper.killAt(k);
    await scenario(k).catch(() => undefined);
    const killed = reaper.reset();
    if (killed) {
      await companion.restart();
      // What failed is put off by a second or so; nobody needs to wait for it.
      companion.clock.move(1_500);
    } else lived += 1;
    await check(k);
    if (lived === LIVING_ROUNDS) return k;
    if (k > 2_000) throw new Error('the scenario never ends');
  }
}

describe('a worker that is killed between any two steps', () => {
  const reapers = { alice: new Reaper(), bob: new Reaper() };
  let mediators: [RunningMediator, RunningMediator];
  let p: Pair;
  beforeAll(async () => {
    mediators = await startMediators();
    p = await pair({ mediators, alice: { step: reapers.alice.step }, bob: { step: reapers.bob.step } });
  }, 60_000);
  afterAll(async () => {
    await p?.stop();
    await Promise.all(mediators.map((one) => one.stop()));
  });

  it('L-02 L-03 L-04 sends each message once, in order', async () => {
    const { alice, bob, bobKey, conversation } = p;
    const rounds = await killEverywhere(
      reapers.alice,
      alice,
      async (round) => {
        await say(alice, bobKey, `sent ${round}`, `round ${round}`);
        await alice.app.outbox.flush();
      },
      async (round) => {
        // The popup asks again under the same key, as it does after the death of the worker.
        await say(alice, bobKey, `sent ${round}`, `round ${round}`);
        await alice.app.outbox.flush();
      },
    );
    expect(rounds).toBeGreaterThan(20);
    await alice.drain();
    await bob.sync();
    const expected = Array.from({ length: rounds + 1 }, (_, round) => `sent ${round}`);
    const atBob = (await bob.app.history.readConversation(conversation.bob, { limit: 1_000 })).reverse();
    expect(atBob.map(({ value }) => (value.data as { content: string }).content)).toEqual(expected);
    const atAlice = (
      await alice.app.history.readConversation(conversation.alice, { limit: 1_000 })
    ).reverse();
    expect(atAlice.map(({ value }) => (value.data as { content: string }).content)).toEqual(expected);
    // Each is stored once on the own mediator too, and everything left the outbox.
    expect(await alice.app.outbox.count()).toBe(0);
  }, 240_000);

  it('T-46 L-05 receives each message once and answers it once', async () => {
    const { alice, bob, bobKey, conversation } = p;
    const sent: string[] = [];
    const rounds = await killEverywhere(
      reapers.bob,
      bob,
      () => bob.sync(),
      async (round) => {
        await bob.sync();
        for (const part of ['a', 'b']) {
          sent.push(`for ${round}${part}`);
          await say(alice, bobKey, `for ${round}${part}`);
        }
        await alice.drain();
      },
    );
    expect(rounds).toBeGreaterThan(20);
    await bob.sync();
    const atBob = (await bob.app.history.readConversation(conversation.bob, { limit: 2_000 }))
      .reverse()
      .map(({ value }) => (value.data as { content: string }).content)
      .filter((content) => content.startsWith('for '));
    expect(atBob).toEqual(sent);
    expect(await texts(bob, conversation.bob)).not.toContainEqual(expect.stringContaining('gap'));
    await bob.drain();
    await alice.sync();
    const states = await alice.app.tables.message_state.getAll();
    expect(states.filter(({ state }) => state !== 'delivered')).toEqual([]);
  }, 240_000);
});

describe('a worker that is killed while a contract is made', () => {
  it('ends with one contract, whichever step it died at', async () => {
    const reapers = { alice: new Reaper(), bob: new Reaper() };
    const mediators = await startMediators();
    const p = await twoStrangers({
      mediators,
      alice: { step: reapers.alice.step },
      bob: { step: reapers.bob.step },
    });
    const { alice, bob, bobDid, aliceKey, bobKey } = p;
    try {
      const propose = () => proposeContract(alice.app, { identityIndex: 0, peerDid: bobDid, origin: null });
      let requestId = '';
      await killEverywhere(
        reapers.alice,
        alice,
        async () => {
          await propose();
          await alice.app.outbox.flush();
        },
        async () => {
          ({ requestId } = await propose());
          await alice.app.outbox.flush();
        },
      );
      const open = (await alice.app.tables.requests.getAll()).filter(({ status }) => status === 'proposed');
      expect(open).toHaveLength(1);
      await alice.drain();
      await bob.sync();
      expect(await bob.app.tables.requests.getAll()).toMatchObject([{ requestId, status: 'requested' }]);

      await killEverywhere(
        reapers.bob,
        bob,
        async () => {
          await acceptRequest(bob.app, requestId);
          await bob.app.outbox.flush();
        },
        async () => {
          await acceptRequest(bob.app, requestId);
          await bob.app.outbox.flush();
        },
      );
      await bob.drain();
      await killEverywhere(
        reapers.alice,
        alice,
        () => alice.sync(),
        () => alice.sync(),
      );
      const [atAlice, atBob] = await Promise.all([
        alice.app.tables.contacts.get(`0/${bobKey}`),
        bob.app.tables.contacts.get(`0/${aliceKey}`),
      ]);
      expect(atAlice?.contractIds).toHaveLength(1);
      expect(atAlice?.contractIds).toEqual(atBob?.contractIds);
      await say(bob, aliceKey, 'it works');
      await bob.drain();
      await alice.sync();
      expect(await texts(alice, atAlice?.conversationId ?? '')).toEqual(['< it works']);
    } finally {
      await p.stop();
      await Promise.all(mediators.map((one) => one.stop()));
    }
  }, 240_000);
});
