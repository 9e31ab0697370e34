import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Pair, pair, say, texts, twoStrangers } from '../../support/companion-pair.ts';
import { PASSWORD } from '../../support/node-companion.ts';
import { type RunningMediator, startMediator } from '../../support/start-mediator.ts';

describe('many things at once', () => {
  let mediators: [RunningMediator, RunningMediator];
  let p: Pair;
  beforeAll(async () => {
    mediators = await Promise.all([startMediator(), startMediator()]);
    p = await pair({ mediators });
  }, 60_000);
  afterAll(async () => {
    await p?.stop();
    await Promise.all(mediators.map((one) => one.stop()));
  });

  it('L-13 L-14 fifty sends, syncs and reads at once: every number is given once and nothing is lost', async () => {
    const { alice, bob, bobKey, aliceKey, conversation } = p;
    await Promise.all(
      Array.from({ length: 50 }, async (_, at) => {
        await say(alice, bobKey, `from Alice ${at}`);
        await say(bob, aliceKey, `from Bob ${at}`);
        if (at % 10 === 0) await Promise.all([alice.sync(), bob.sync()]);
        await alice.popup('conversation_markRead', { conversationId: conversation.alice, upTo: 1_000_000 });
      }),
    );
    await Promise.all([alice.drain(), bob.drain()]);
    await Promise.all([alice.sync(), bob.sync()]);
    for (const [companion, id] of [
      [alice, conversation.alice],
      [bob, conversation.bob],
    ] as const) {
      const all = await companion.app.history.readConversation(id, { limit: 1_000 });
      const sent = all.filter(({ value }) => value.direction === 'out').map(({ value }) => value.seq);
      expect(new Set(sent).size).toBe(50);
      expect(new Set(all.map(({ value }) => value.eventId)).size).toBe(100);
      expect(all).toHaveLength(100);
      expect(await texts(companion, id)).not.toContainEqual(expect.stringContaining('gap'));
    }
  }, 60_000);

  it('T-36 a lock amid fifty sends: what was promised is there, and nothing else was signed', async () => {
    const { alice, bobKey, conversation } = p;
    const before = (await alice.app.history.readConversation(conversation.alice, { limit: 1_000 })).length;
    const sends = Array.from({ length: 50 }, (_, at) => say(alice, bobKey, `locked ${at}`));
    await sends[7];
    const locked = alice.popup('vault_lock', undefined);
    const results = await Promise.allSettled(sends);
    await locked;
    const kept = results.filter(({ status }) => status === 'fulfilled').length;
    expect(kept).toBeGreaterThanOrEqual(8);
    expect(kept).toBeLessThan(50);
    for (const result of results) {
      if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 4320 });
    }
    const asked = alice.requests.length;
    await expect(say(alice, bobKey, 'after the lock')).rejects.toMatchObject({ code: 4320 });
    await alice.popup('app_getState', undefined);
    expect(alice.requests.length).toBe(asked);

    await alice.popup('vault_unlock', { password: PASSWORD });
    const after = (await alice.app.history.readConversation(conversation.alice, { limit: 1_000 })).length;
    expect(after - before).toBe(kept);
    await alice.drain();
  }, 60_000);

  it('two who ask each other at the same time end up with each other, unasked', async () => {
    const strangers = await twoStrangers({ mediators });
    const { alice, bob, aliceDid, bobDid, aliceKey, bobKey } = strangers;
    await Promise.all([
      alice.popup('contract_propose', { did: bobDid, firstMessage: 'me first' }),
      bob.popup('contract_propose', { did: aliceDid, firstMessage: 'no, me' }),
    ]);
    for (let pass = 0; pass < 3; pass++) {
      await Promise.all([alice.drain(), bob.drain()]);
      await Promise.all([alice.sync(), bob.sync()]);
    }
    expect(await alice.popup('requests_list', undefined)).toEqual([]);
    expect(await bob.popup('requests_list', undefined)).toEqual([]);
    const [atAlice, atBob] = await Promise.all([
      alice.app.tables.contacts.get(`0/${bobKey}`),
      bob.app.tables.contacts.get(`0/${aliceKey}`),
    ]);
    expect((await texts(alice, atAlice!.conversationId)).sort()).toEqual(['< no, me', '> me first']);
    expect((await texts(bob, atBob!.conversationId)).sort()).toEqual(['< me first', '> no, me']);
    expect((await alice.popup('conversations_list', undefined)).items).toHaveLength(1);
    await strangers.stop();
  }, 60_000);
});
