import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { texts } from '../../support/companion-pair.ts';
import { hold, link, messages, onlyRequest, pass, startEscrow } from '../../support/held-companions.ts';
import { CHAIN_ID, makeWallet, type TestWallet } from '../../support/held-personas.ts';
import {
  type NodeCompanion,
  type NodeCompanionOptions,
  nodeCompanion,
  PASSWORD,
} from '../../support/node-companion.ts';
import { type RunningMediator, startMediator } from '../../support/start-mediator.ts';

describe('held messages after a restore from the 24 words, and on a second device', () => {
  let escrow: RunningMediator;
  let other: RunningMediator;
  beforeAll(async () => {
    [escrow, other] = await Promise.all([startEscrow(), startMediator()]);
  }, 60_000);
  afterAll(() => Promise.all([escrow?.stop(), other?.stop()]));

  let alice: NodeCompanion;
  let carol: NodeCompanion;
  let wallet: TestWallet;
  let restored: NodeCompanion[];
  /** Commands that do not get through while they are named here. */
  let broken: string[];
  const breaking: NonNullable<NodeCompanionOptions['fetch']> = async (url, init) => {
    if (broken.some((one) => String(init.body).includes(one))) throw new TypeError('Failed to fetch');
    return fetch(url, init);
  };
  beforeEach(async () => {
    broken = [];
    restored = [];
    wallet = makeWallet();
    [alice, carol] = await Promise.all([
      nodeCompanion({ fetch: breaking }),
      nodeCompanion({ fetch: breaking }),
    ]);
    await Promise.all([alice.begin('Alice', escrow.did), carol.begin('Carol', other.did)]);
  }, 60_000);
  afterEach(() => Promise.all([alice, carol, ...restored].map((one) => one.stop())));

  const host = () => new URL(escrow.url).host;
  const begun = () => `request:address/0/${CHAIN_ID}/${wallet.address}`;

  /** Another device with the same words; the first goes on beside it or is never used again. */
  async function again(companion: NodeCompanion): Promise<NodeCompanion> {
    const { words } = await companion.popup('vault_revealWords', { password: PASSWORD });
    const { mediatorDid } = (await companion.app.keyring.identity(0)).did;
    const fresh = await nodeCompanion({ fetch: breaking });
    restored.push(fresh);
    await fresh.popup('vault_restore', { words: words.join(' '), mediatorDid, password: PASSWORD });
    await fresh.sync();
    return fresh;
  }

  function commands(companion: NodeCompanion, type: string): number {
    return companion.requests.filter(({ body }) => body.includes(`"${type}"`)).length;
  }

  async function requested(companion: NodeCompanion): Promise<[string | null, string][]> {
    const { heldMessages } = await onlyRequest(companion);
    return heldMessages.map(({ text, state }) => [text, state]);
  }

  async function inboxOf(companion: NodeCompanion) {
    return (await companion.popup('conversations_list', undefined)).items;
  }

  it('come back with text and label before the hand-over, and the room goes on', async () => {
    await hold(alice, wallet.address, 'one');
    await hold(alice, wallet.address, 'two');
    await alice.drain();

    const fresh = await again(alice);
    expect(await texts(fresh, begun())).toEqual(['> one', '> two']);
    await pass(fresh);
    expect(await messages(fresh, begun())).toMatchObject([
      { text: 'one', state: 'held', held: { readableBy: host(), couldRead: null, withdrawable: true } },
      { text: 'two', state: 'held' },
    ]);
    expect(await inboxOf(fresh)).toMatchObject([
      { conversationId: begun(), contact: { address: wallet.address, signingKey: '' }, lastLine: 'two' },
    ]);
    // Rebuilt, not sent again.
    expect(commands(fresh, 'SAVE_HELD_MESSAGE')).toBe(0);
    const [before, after] = await Promise.all(
      [alice, fresh].map(({ app }) => app.tables.addresses.get(`0/${CHAIN_ID}/${wallet.address}`)),
    );
    expect(after?.room).toEqual(before?.room);
    expect(after?.room?.seq).toBe(2);

    const { messageId } = await hold(fresh, wallet.address, 'three');
    await fresh.drain();
    const third = (await fresh.app.tables.held_sent.get(messageId))?.inner;
    expect(third).toMatchObject({ seq: 3, room_id: before?.room?.roomId, prev: before?.room?.prev });
    await link(carol, wallet, { escrow: escrow.did });
    await pass(carol);
    expect(await requested(carol)).toEqual([
      ['one', 're-encrypted'],
      ['two', 're-encrypted'],
      ['three', 're-encrypted'],
    ]);
    await pass(fresh);
    expect((await messages(fresh, begun())).map(({ state }) => state)).toEqual(Array(3).fill('re-encrypted'));
    // The first device learns of the third, and that all were handed over.
    await pass(alice);
    await pass(alice);
    expect(await texts(alice, begun())).toEqual(['> one', '> two', '> three']);
    expect((await messages(alice, begun())).map(({ state }) => state)).toEqual(Array(3).fill('re-encrypted'));
    expect([alice, fresh, carol].flatMap(({ errors }) => errors)).toEqual([]);
  }, 60_000);

  it('come back re-encrypted after the hand-over, in the conversation with the person', async () => {
    await hold(alice, wallet.address, 'one');
    await alice.drain();
    await link(carol, wallet, { escrow: escrow.did });
    await pass(carol);
    await pass(alice);

    const handed = await again(alice);
    await pass(handed);
    expect(await messages(handed, begun())).toMatchObject([
      {
        text: 'one',
        state: 're-encrypted',
        held: { readableBy: null, couldRead: host(), withdrawable: false },
      },
    ]);
    expect(await inboxOf(handed)).toMatchObject([{ contact: { name: 'Carol', address: wallet.address } }]);
    expect(commands(handed, 'CONFIRM_HELD_MESSAGES')).toBe(0);

    const { requestId } = await onlyRequest(carol);
    const { conversationId: atCarol } = await carol.popup('contract_accept', { requestId });
    await carol.drain();
    // The contract that Carol asks for is expected by a device that was restored meanwhile too.
    await pass(handed);
    expect(await handed.popup('requests_list', undefined)).toEqual([]);
    await pass(carol);
    await carol.popup('conversation_send', { conversationId: atCarol, text: 'hello', idempotencyKey: 'a' });
    await carol.drain();
    await pass(handed);
    await handed.drain();

    const agreed = await again(handed);
    await pass(agreed);
    const [conversation, ...more] = await inboxOf(agreed);
    expect(more).toEqual([]);
    expect(conversation).toMatchObject({
      contact: { name: 'Carol', address: wallet.address, status: 'active' },
    });
    expect(await texts(agreed, conversation?.conversationId ?? '')).toEqual(['> one', '< hello']);
    // The contract is the end of the hand-over: no other request is accepted without a question.
    const row = await agreed.app.tables.addresses.get(`0/${CHAIN_ID}/${wallet.address}`);
    expect(row).toMatchObject({ unfinishedSince: null, pinned: { kind: 'account' } });
    const next = await agreed.popup('held_send', {
      to: wallet.address,
      text: 'end to end',
      allowHeld: false,
      idempotencyKey: 'b',
    });
    expect(next).toMatchObject({ delivery: 'e2ee', conversationId: conversation?.conversationId });
  }, 60_000);

  it('come back to the recipient, whom the escrow tells nothing more, and nothing twice', async () => {
    await hold(alice, wallet.address, 'one');
    await hold(alice, wallet.address, 'two');
    await alice.drain();
    await link(carol, wallet, { escrow: escrow.did });
    const beside = await again(carol);
    await pass(carol);
    const [row] = await carol.app.tables.held_received.getAll();
    const whole: [string, string][] = [
      ['one', 're-encrypted'],
      ['two', 're-encrypted'],
    ];

    const fresh = await again(carol);
    await pass(fresh);
    expect(await requested(fresh)).toEqual(whole);
    expect((await onlyRequest(fresh)).heldMessages[0]?.held).toMatchObject({
      readableBy: null,
      couldRead: host(),
      since: row?.since,
    });
    const { key } = row ?? { key: '' };
    expect(await fresh.app.tables.held_received.get(key)).toEqual({
      ...row,
      at: expect.any(Number),
    });
    expect(commands(fresh, 'REKEY_HELD_MESSAGES')).toBe(0);
    // Restored twice, and a device that was there all the time.
    const twice = await again(fresh);
    for (const one of [twice, beside, carol]) {
      await pass(one);
      await pass(one);
      expect(await requested(one)).toEqual(whole);
    }

    const { requestId } = await onlyRequest(fresh);
    const { conversationId } = await fresh.popup('contract_accept', { requestId });
    await fresh.drain();
    await pass(alice);
    await pass(alice);
    await pass(fresh);
    await pass(fresh);
    expect(await texts(fresh, conversationId)).toEqual(['< one', '< two']);
    const last = await again(fresh);
    for (const one of [last, carol]) {
      await pass(one);
      const conversations = await inboxOf(one);
      expect(conversations).toMatchObject([{ contact: { name: 'Alice', status: 'active' } }]);
      expect(await texts(one, conversations[0]?.conversationId ?? '')).toEqual(['< one', '< two']);
      expect(await one.popup('requests_list', undefined)).toEqual([]);
    }
  }, 90_000);

  it('are opened by two devices of the recipient at once, and shown once by each', async () => {
    await hold(alice, wallet.address, 'one');
    await alice.drain();
    broken = ['"REKEY_HELD_MESSAGES"', '"SAVE_EVENTS"'];
    const second = await again(carol);
    await link(carol, wallet, { escrow: escrow.did });
    await second.popup('escrows_add', { escrow: escrow.did });
    for (const one of [carol, second]) {
      await one.app.escrows.poll({ now: true });
      await one.app.outbox.flush();
      expect(await requested(one)).toEqual([['one', 'held']]);
    }
    broken = [];
    for (const one of [second, carol, second, carol]) await pass(one);
    const third = await again(second);
    for (const one of [second, carol, third]) expect(await requested(one)).toEqual([['one', 're-encrypted']]);
    await pass(alice);
    expect(await messages(alice, begun())).toMatchObject([{ state: 're-encrypted' }]);
  }, 60_000);

  it('stay withdrawn when they were taken back, at both devices', async () => {
    const { messageId } = await hold(alice, wallet.address, 'taken back');
    await hold(alice, wallet.address, 'stays');
    await alice.drain();
    const beside = await again(alice);
    await pass(beside);
    await alice.popup('held_withdraw', { messageId });
    await alice.drain();
    const fresh = await again(alice);
    for (const one of [fresh, beside, alice]) {
      await pass(one);
      await pass(one);
      expect(await messages(one, begun())).toMatchObject([
        { text: 'taken back', state: 'withdrawn' },
        { text: 'stays', state: 'held' },
      ]);
      expect(commands(one, 'SAVE_HELD_MESSAGE')).toBe(one === alice ? 2 : 0);
    }
  }, 60_000);

  it('stay withdrawn when they never left, and no other device takes back what it cannot', async () => {
    await alice.popup('held_resolve', { to: wallet.address, chainId: CHAIN_ID });
    broken = ['"SAVE_HELD_MESSAGE"'];
    const { messageId } = await hold(alice, wallet.address, 'never left');
    await alice.app.outbox.flush();
    const beside = await again(alice);
    await pass(beside);
    expect(await messages(beside, begun())).toMatchObject([{ text: 'never left', state: 'queued' }]);
    await expect(beside.popup('held_withdraw', { messageId })).rejects.toThrow('Another device');
    await alice.popup('held_withdraw', { messageId });
    broken = [];
    await alice.drain();
    const fresh = await again(alice);
    for (const one of [beside, fresh, alice]) {
      await pass(one);
      expect(await messages(one, begun())).toMatchObject([{ text: 'never left', state: 'withdrawn' }]);
    }
  }, 60_000);

  it('come back with how they ended when the escrow tells it no more', async () => {
    const { messageId } = await hold(alice, wallet.address, 'one');
    await alice.drain();
    await link(carol, wallet, { escrow: escrow.did });
    await pass(carol);
    await pass(alice);
    broken = ['"QUERY_SENT_HELD_MESSAGES"'];
    const fresh = await again(alice);
    await pass(fresh);
    const [before, after] = await Promise.all(
      [alice, fresh].map(({ app }) => app.tables.held_sent.get(messageId)),
    );
    expect(after).toEqual({ ...before, at: expect.any(Number) });
    expect(after).toMatchObject({ state: 're-encrypted', receivedAt: expect.any(Number) });
    expect(await inboxOf(fresh)).toMatchObject([{ contact: { name: 'Carol', address: wallet.address } }]);
    const [cids, rebuilt] = await Promise.all(
      [alice, fresh].map(({ app }) => app.tables.message_cids.get(messageId)),
    );
    expect(rebuilt).toEqual(cids);
  }, 60_000);

  it('stand once where a device sent them end to end under their id', async () => {
    await alice.popup('held_resolve', { to: wallet.address, chainId: CHAIN_ID });
    broken = ['"SAVE_HELD_MESSAGE"'];
    const { messageId } = await hold(alice, wallet.address, 'just in time');
    await alice.app.outbox.flush();
    const beside = await again(alice);
    await link(carol, wallet, { escrow: escrow.did });
    broken = [];
    await pass(alice);
    await pass(alice);
    await pass(carol);
    const { requestId } = await onlyRequest(carol);
    const { conversationId: atCarol } = await carol.popup('contract_accept', { requestId });
    await carol.drain();
    await pass(alice);
    await pass(alice);
    await pass(carol);
    expect(await texts(carol, atCarol)).toEqual(['< just in time']);
    const fresh = await again(alice);
    for (const one of [beside, fresh]) {
      await pass(one);
      const [conversation, ...more] = await inboxOf(one);
      expect(more).toEqual([]);
      expect(conversation).toMatchObject({ contact: { name: 'Carol', address: wallet.address } });
      expect(await messages(one, conversation?.conversationId ?? '')).toMatchObject([
        { eventId: messageId, text: 'just in time', state: 'accepted', held: null },
      ]);
    }
  }, 60_000);

  it('come back as far as they fit, and are held whether they fit or not', async () => {
    const long = 'x'.repeat(60_000);
    const { messageId } = await hold(alice, wallet.address, long);
    // Every mark of a quotation is escaped three times inside an own stored event.
    const { messageId: larger } = await hold(alice, wallet.address, '"'.repeat(20_000));
    await alice.drain();
    expect((await alice.app.tables.held_sent.get(larger))?.state).toBe('held');
    const fresh = await again(alice);
    await pass(fresh);
    expect((await texts(fresh, begun())).map(({ length }) => length)).toEqual([long.length + 2]);
    expect(await fresh.app.tables.held_sent.get(messageId)).toMatchObject({ state: 'held', record: null });
  }, 60_000);
});
