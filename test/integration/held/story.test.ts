import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hex, randomBytes } from '../../../lib/crypto/bytes.ts';
import { newEventId } from '../../../lib/protocol/envelope.ts';
import { texts } from '../../support/companion-pair.ts';
import { hold, link, messages, onlyRequest, pass, startEscrow } from '../../support/held-companions.ts';
import { leaveLetter, makeWallet } from '../../support/held-personas.ts';
import { newcomer, nowSeconds } from '../../support/mediator-client.ts';
import { type NodeCompanion, nodeCompanion } from '../../support/node-companion.ts';
import { type RunningMediator, startMediator } from '../../support/start-mediator.ts';
import { waitUntil } from '../../support/wait-until.ts';

describe('Alice writes to Carol’s wallet before Carol is there', () => {
  let escrow: RunningMediator;
  let other: RunningMediator;
  let alice: NodeCompanion;
  let carol: NodeCompanion;
  beforeAll(async () => {
    [escrow, other] = await Promise.all([startEscrow(), startMediator()]);
    [alice, carol] = await Promise.all([nodeCompanion(), nodeCompanion()]);
    await alice.begin('Alice', escrow.did);
  }, 60_000);
  afterAll(async () => {
    await Promise.all([alice?.stop(), carol?.stop()]);
    await Promise.all([escrow?.stop(), other?.stop()]);
  });

  const wallet = makeWallet();
  const host = () => new URL(escrow.url).host;
  let conversationId = '';

  it('B-01 says who can read it before anything is sent, and sends nothing without a yes', async () => {
    const found = await alice.popup('held_resolve', { to: wallet.address });
    expect(found).toMatchObject({ delivery: 'held', readableBy: host(), escrow: escrow.did, problem: null });
    expect(found.notAfter).toBeGreaterThan(alice.clock.now());
    expect(found.inviteUrl).toContain(`/invite#${wallet.address}`);
    const refused = { to: wallet.address, text: 'no', allowHeld: false, idempotencyKey: 'no' };
    await expect(alice.popup('held_send', refused)).rejects.toMatchObject({ code: 4316 });
    await alice.drain();
    expect(alice.requests.some(({ body }) => body.includes('SAVE_HELD_MESSAGE'))).toBe(false);
  });

  it('holds the messages, labelled', async () => {
    const sent = await hold(alice, wallet.address, 'Hello Carol');
    await hold(alice, wallet.address, 'are you there?');
    conversationId = sent.conversationId;
    expect(sent.delivery).toBe('held');
    await alice.drain();
    const shown = await messages(alice, conversationId);
    expect(shown).toMatchObject([
      {
        text: 'Hello Carol',
        state: 'held',
        held: { readableBy: host(), couldRead: null, withdrawable: true },
      },
      { text: 'are you there?', state: 'held' },
    ]);
    expect(shown[0]?.held?.receivedAt).not.toBeNull();
    const { items } = await alice.popup('conversations_list', undefined);
    expect(items).toMatchObject([
      { contact: { address: wallet.address, signingKey: '' }, lastLine: 'are you there?' },
    ]);
  });

  it('is given to Carol once she set up and linked her wallet', async () => {
    await carol.begin('Carol', other.did);
    await link(carol, wallet, { escrow: escrow.did });
    await pass(carol);
    expect(carol.errors).toEqual([]);
    const request = await onlyRequest(carol);
    expect(request).toMatchObject({ alias: 'Alice', direction: 'in' });
    expect(request.heldMessages.map(({ text, state }) => [text, state])).toEqual([
      ['Hello Carol', 're-encrypted'],
      ['are you there?', 're-encrypted'],
    ]);
    expect(request.heldMessages[0]?.held).toMatchObject({ readableBy: null, couldRead: host() });
    expect(await carol.popup('wallets_list', undefined)).toMatchObject([
      { address: wallet.address, state: 'linked' },
    ]);
    expect(await carol.popup('escrows_list', undefined)).toMatchObject([{ did: escrow.did, from: 'linked' }]);
  });

  it('is confirmed by Alice, whose conversation is with Carol from then on', async () => {
    await pass(alice);
    expect(await messages(alice, conversationId)).toMatchObject([
      { state: 're-encrypted', held: { readableBy: null, couldRead: host(), withdrawable: false } },
      { state: 're-encrypted' },
    ]);
    const { items } = await alice.popup('conversations_list', undefined);
    expect(items).toMatchObject([{ contact: { name: 'Carol', address: wallet.address } }]);
    const rows = await alice.app.tables.held_sent.getAll();
    expect(rows.map(({ state }) => state)).toEqual(['re-encrypted', 're-encrypted']);
    // Nothing of ours is left undone at the escrow.
    const before = alice.requests.length;
    await pass(alice);
    expect(alice.requests.slice(before).some(({ body }) => body.includes('CONFIRM_HELD'))).toBe(false);
  });

  it('becomes a contract that Alice is not asked about, and the two write end to end', async () => {
    const { requestId } = await onlyRequest(carol);
    const { conversationId: atCarol } = await carol.popup('contract_accept', { requestId });
    await carol.drain();
    await pass(alice);
    expect(await alice.popup('requests_list', undefined)).toEqual([]);
    await pass(carol);
    await carol.popup('conversation_send', {
      conversationId: atCarol,
      text: 'Hello Alice',
      idempotencyKey: 'a',
    });
    await carol.drain();
    await pass(alice);
    expect(await texts(alice, conversationId)).toEqual([
      '> Hello Carol',
      '> are you there?',
      '< Hello Alice',
    ]);
    const again = await alice.popup('held_send', {
      to: wallet.address,
      text: 'so you are',
      allowHeld: false,
      idempotencyKey: 'bound',
    });
    expect(again.delivery).toBe('e2ee');
    await alice.drain();
    await pass(carol);
    expect(await texts(carol, atCarol)).toEqual([
      '< Hello Carol',
      '< are you there?',
      '> Hello Alice',
      '< so you are',
    ]);
    expect(alice.errors.concat(carol.errors)).toEqual([]);
  });

  it('B-15 what was sealed while nobody was there, and comes too late, goes end to end under its id', async () => {
    let offline = true;
    const bob = await nodeCompanion({
      fetch: (url, init) =>
        offline && typeof init.body === 'string' && init.body.includes('SAVE_HELD_MESSAGE')
          ? Promise.reject(new TypeError('no network'))
          : fetch(url, init),
    });
    try {
      await bob.begin('Bob', escrow.did);
      const late = makeWallet();
      const { messageId, delivery, conversationId: begun } = await hold(bob, late.address, 'just in time');
      expect(delivery).toBe('held');
      await bob.app.outbox.flush();
      await link(carol, late, { escrow: escrow.did });
      offline = false;
      await pass(bob);
      await waitUntil('Bob to ask for a contract', async () => {
        await pass(bob);
        await pass(carol);
        return (await carol.popup('requests_list', undefined)).some(({ alias }) => alias === 'Bob');
      });
      const asked = (await carol.popup('requests_list', undefined)).find(({ alias }) => alias === 'Bob');
      expect(asked?.heldMessages).toEqual([]);
      const { conversationId: atCarol } = await carol.popup('contract_accept', {
        requestId: asked?.requestId ?? '',
      });
      await carol.drain();
      await pass(bob);
      await pass(carol);
      expect(await messages(carol, atCarol)).toMatchObject([
        { text: 'just in time', eventId: messageId, held: null },
      ]);
      expect(await messages(bob, begun)).toMatchObject([{ eventId: messageId, held: null }]);
    } finally {
      await bob.stop();
    }
  });

  it('is held whatever the clock of the sender says, under the time of the escrow', async () => {
    for (const hours of [-5, 5]) {
      const dora = await nodeCompanion();
      try {
        dora.clock.move(hours * 3_600_000);
        await dora.begin('Dora', escrow.did);
        const { messageId } = await hold(dora, makeWallet().address, 'what time is it?');
        await dora.drain();
        const held = await dora.app.tables.held_sent.get(messageId);
        expect(held).toMatchObject({ state: 'held', reason: null });
        const { timestamp } = (held?.record ?? {}) as { timestamp: number };
        expect(Math.abs(timestamp - Date.now() / 1000)).toBeLessThan(300);
      } finally {
        await dora.stop();
      }
    }
  });

  it('is shown in the order in which it was written, though the clock of the sender stepped back', async () => {
    const eve = await nodeCompanion();
    try {
      await eve.begin('Eve', escrow.did);
      const [dora, hers] = [await newcomer(escrow, 'dora'), makeWallet()];
      const room_salt = hex(randomBytes(32));
      for (const [at, text] of ['first', 'second', 'third'].entries()) {
        const content = { type: 'chat.message', body: JSON.stringify({ content: text }) };
        const timestamp = nowSeconds() - 20 * at;
        await leaveLetter(escrow, dora, hers.address, {
          id: newEventId(),
          room_salt,
          seq: at + 1,
          timestamp,
          content,
        });
      }
      await link(eve, hers, { escrow: escrow.did });
      await pass(eve);
      const { heldMessages } = await onlyRequest(eve);
      expect(heldMessages.map(({ text }) => text)).toEqual(['first', 'second', 'third']);
    } finally {
      await eve.stop();
    }
  });
});
