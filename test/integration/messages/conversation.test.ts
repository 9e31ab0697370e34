import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Pair, pair, say, texts } from '../../support/companion-pair.ts';

describe('a conversation', () => {
  let p: Pair;
  beforeAll(async () => {
    p = await pair();
  }, 60_000);
  afterAll(() => p?.stop());

  const state = async (eventId: string) => (await p.alice.app.tables.message_state.get(eventId))?.state;

  it('arrives while the other was away, both ways, and comes back as delivered and read', async () => {
    const { alice, bob, aliceKey, bobKey, conversation } = p;
    const first = await say(alice, bobKey, 'one');
    const second = await say(alice, bobKey, 'two');
    await alice.app.outbox.flush();
    expect(await state(first.eventId)).toBe('accepted');

    await bob.sync();
    expect(await texts(bob, conversation.bob)).toEqual(['< one', '< two']);
    await say(bob, aliceKey, 'three');
    await bob.app.outbox.flush();
    await alice.sync();
    expect(await texts(alice, conversation.alice)).toEqual(['> one', '> two', '< three']);
    expect(await state(first.eventId)).toBe('delivered');

    const row = (await bob.popup('conversations_list', undefined)).items[0];
    expect(row).toMatchObject({
      unread: 2,
      lastLine: 'three',
      lastDirection: 'out',
      contact: { name: 'Alice' },
    });
    const { items } = await bob.popup('conversation_get', { conversationId: conversation.bob });
    await bob.popup('conversation_markRead', {
      conversationId: conversation.bob,
      upTo: items.at(-1)!.cursor,
    });
    expect((await bob.popup('conversations_list', undefined)).items[0]).toMatchObject({ unread: 0 });
    await bob.app.outbox.flush();
    await alice.sync();
    expect([await state(first.eventId), await state(second.eventId)]).toEqual(['read', 'read']);
  });

  it('is kept in rows that no browser makes files of, however much came at once', async () => {
    const { alice, bob, bobKey, conversation } = p;
    for (let at = 0; at < 150; at += 1) await say(alice, bobKey, `${at} `.padEnd(700, 'x'));
    await alice.app.outbox.flush();
    const add = vi.spyOn(IDBObjectStore.prototype, 'add');
    await bob.sync();
    const sizes = add.mock.calls.map(([row]) => (row as { ciphertext: Uint8Array }).ciphertext.length);
    add.mockRestore();
    expect((await texts(bob, conversation.bob)).at(-1)).toMatch(/^< 149 xx/);
    const [row] = (await bob.popup('conversations_list', undefined)).items;
    expect(row?.unread).toBe(150);
    expect(sizes.length).toBeGreaterThan(5);
    expect(Math.max(...sizes)).toBeLessThan(65_536);
  });

  it('sends no read receipt when the person does not want it', async () => {
    const { alice, bob, bobKey, conversation } = p;
    await bob.popup('settings_set', { settings: { sendReadReceipts: false } });
    const { eventId } = await say(alice, bobKey, 'private?');
    await alice.app.outbox.flush();
    await bob.sync();
    await bob.popup('conversation_markRead', { conversationId: conversation.bob, upTo: 1_000_000 });
    await bob.app.outbox.flush();
    await alice.sync();
    expect(await state(eventId)).toBe('delivered');
    await say(alice, bobKey, 'still counted');
    await alice.app.outbox.flush();
    await bob.sync();
    expect((await bob.popup('conversations_list', undefined)).items[0]).toMatchObject({ unread: 1 });
  });

  it('keeps one event for one idempotency key, and refuses other content under it', async () => {
    const { alice, bobKey } = p;
    const { eventId } = await say(alice, bobKey, 'once', 'key-1');
    expect(await say(alice, bobKey, 'once', 'key-1')).toEqual({ eventId });
    await expect(say(alice, bobKey, 'other', 'key-1')).rejects.toMatchObject({ code: -32602 });
  });

  it('finds messages and people, keeps drafts, and forgets its snapshot with the lock', async () => {
    const { alice, conversation } = p;
    const found = await alice.popup('conversations_list', { search: 'THREE' });
    expect(found.items).toMatchObject([{ lastLine: 'three' }]);
    expect((await alice.popup('conversations_list', { search: 'bob' })).items).toHaveLength(1);
    expect((await alice.popup('conversations_list', { search: 'nobody said that' })).items).toEqual([]);
    const draft = { conversationId: conversation.alice, text: 'half a sen' };
    await alice.popup('conversation_saveDraft', draft);
    expect(await alice.popup('conversation_getDraft', draft)).toEqual({ text: 'half a sen' });

    await expect
      .poll(() => alice.session.get('popup.snapshot'), { timeout: 5_000 })
      .toMatchObject({
        state: { phase: 'unlocked' },
        rows: [{ contact: { name: 'Bob' } }],
      });
    await alice.popup('vault_lock', undefined);
    await expect.poll(() => alice.session.get('popup.snapshot')).toBeUndefined();
    await expect(alice.popup('conversations_list', undefined)).rejects.toMatchObject({ code: 4320 });
    expect((await alice.popup('app_getState', undefined)).phase).toBe('locked');
  });
});
