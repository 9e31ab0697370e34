import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PageAnswer, PagePush } from '../../../lib/api/wire.ts';
import { sendEvent } from '../../../lib/messages/send-event.ts';
import { parseDid } from '../../../lib/protocol/did.ts';
import { verifySignIn } from '../../../lib/protocol/sign-in.ts';
import { type Pair, say, texts, twoStrangers } from '../../support/companion-pair.ts';
import { type NodeCompanion, PAGE_ID } from '../../support/node-companion.ts';
import { waitUntil } from '../../support/wait-until.ts';

const SITE = 'https://dapp.example';
const OTHER = 'https://other.example';

describe('a site', () => {
  let p: Omit<Pair, 'conversation'>;
  let contractId = '';
  const pushes: PagePush[] = [];
  const messages = () =>
    pushes.flatMap((push) => ('event' in push && push.event === 'message' ? [push.payload] : []));

  beforeAll(async () => {
    p = await twoStrangers();
    attach(p.alice);
  }, 60_000);
  afterAll(() => p?.stop());

  function attach({ app }: NodeCompanion): void {
    const listeners: ((message: unknown) => void)[] = [];
    app.pages.attach(
      { origin: SITE, tabId: 1, pageId: PAGE_ID },
      {
        postMessage: (message) => pushes.push(message),
        disconnect: () => undefined,
        onDisconnect: { addListener: () => undefined },
        onMessage: { addListener: (listener) => listeners.push(listener) },
      },
    );
    for (const listener of listeners) listener({ seen: [] });
  }

  // biome-ignore lint/suspicious/noExplicitAny: what a method answers is what the test says
  const result = (answer: unknown): any => {
    if (typeof answer !== 'object' || answer === null || !('result' in answer)) {
      throw new Error(`no result: ${JSON.stringify(answer)}`);
    }
    return answer.result;
  };
  const code = (answer: unknown) => (answer as { error?: { code: number } }).error?.code;

  /** Asks, approves what is shown, and asks again under the same id, as the relay does. */
  async function approved(method: string, params: unknown): Promise<PageAnswer> {
    const { alice } = p;
    const id = `${method.length}`
      .padEnd(32, Math.random().toString(16).slice(2))
      .slice(0, 32)
      .replace(/[^0-9a-f]/g, '0');
    expect(await alice.page(SITE, method, params, id)).toMatchObject({ pending: true });
    const [approval] = await alice.popup('approvals_list', undefined);
    if (approval === undefined) throw new Error('nothing is asked');
    await alice.popup('approvals_decide', {
      approvalId: approval.approvalId,
      digest: approval.digest,
      decision: 'approve',
      identityIndexes: approval.identities.map(({ index }) => index).slice(0, 1),
      duration: 'until-revoked',
    });
    return (await alice.page(SITE, method, params, id)) as PageAnswer;
  }

  it('knows nobody before it is connected, and is told nothing', async () => {
    expect(result(await p.alice.page(SITE, 'decentrl_identities'))).toEqual([]);
    expect(code(await p.alice.page(SITE, 'decentrl_getContracts'))).toBe(4100);
    expect(code(await p.alice.page(SITE, 'decentrl_openContract', { peer: p.bobDid }))).toBe(4100);
  });

  it('connects and lets a person sign in with exactly what they see', async () => {
    const identities = result(await approved('decentrl_requestIdentities', { reason: 'to greet you' }));
    expect(identities).toEqual([{ did: p.aliceDid, alias: 'Alice' }]);
    const signIn = result(await approved('decentrl_signIn', { nonce: 'n0nce-123456', statement: 'Hi' }));
    const verified = await verifySignIn(signIn, {
      origin: SITE,
      nonce: 'n0nce-123456',
      now: Math.floor(Date.now() / 1000),
    });
    expect(verified.identity.did).toBe(p.aliceDid);
    expect(verified.message).toMatchObject({ origin: SITE, statement: 'Hi' });
  });

  it('opens a contract, hears of the answer, and sees its part of it', async () => {
    const { alice, bob, bobDid } = p;
    const { requestId, status } = result(
      await approved('decentrl_openContract', {
        peer: bobDid,
        purpose: 'to play chess',
        eventTypes: ['chess.*'],
        note: 'A game?',
      }),
    );
    expect(status).toBe('proposed');
    await alice.drain();
    await bob.sync();
    const [request] = await bob.popup('requests_list', undefined);
    expect(request).toMatchObject({ requestId, note: 'A game?' });
    await bob.popup('contract_accept', { requestId });
    await bob.drain();
    await alice.sync();
    const changed = await waitUntil('the site to hear of the contract', () =>
      pushes
        .flatMap((push) =>
          'event' in push && push.event === 'contractChanged' ? [push.payload as never] : [],
        )
        .find((payload: { status: string }) => payload.status === 'active'),
    );
    expect(changed).toMatchObject({ requestId, status: 'active' });
    const { items } = result(await alice.page(SITE, 'decentrl_getContracts'));
    expect(items).toMatchObject([
      {
        identity: p.aliceDid,
        peer: bobDid,
        status: 'active',
        eventTypes: ['chess.*'],
        purpose: 'to play chess',
      },
    ]);
    contractId = items[0]!.contractId;
    expect(changed).toMatchObject({ contractId });
  });

  it('sends what it may, once, and nothing else', async () => {
    const { alice, bob, aliceKey } = p;
    const move = {
      contractId,
      type: 'chess.move',
      data: { game: 'g1', move: 'e4' },
      // biome-ignore lint/suspicious/noTemplateCurlyInString: a tag template of the provider's
      tags: ['chess.${game}'],
    };
    const id = 'ab'.repeat(16);
    const first = result(await alice.page(SITE, 'decentrl_sendEvent', move, id));
    expect(first).toMatchObject({ state: 'queued' });
    // The worker died before its answer arrived, and the relay asks again.
    expect(result(await alice.page(SITE, 'decentrl_sendEvent', move, id))).toEqual(first);
    const keyed = { ...move, idempotencyKey: 'k' };
    const again = result(await alice.page(SITE, 'decentrl_sendEvent', keyed));
    expect(result(await alice.page(SITE, 'decentrl_sendEvent', keyed))).toEqual(again);
    expect(code(await alice.page(SITE, 'decentrl_sendEvent', { ...keyed, data: {} }))).toBe(-32602);

    const refused = (change: object) => alice.page(SITE, 'decentrl_sendEvent', { ...move, ...change });
    expect(code(await refused({ type: 'chat.message' }))).toBe(4314);
    expect(code(await refused({ type: 'decentrl.receipt' }))).toBe(4314);
    expect(code(await refused({ tags: ['decentrl.contract'] }))).toBe(4314);
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a tag template of the provider's
    expect(code(await refused({ tags: ['chess.${missing}'] }))).toBe(-32602);
    expect(code(await refused({ contractId: 'somewhere else' }))).toBe(4100);
    expect(code(await refused({ tags: [], data: { big: 'x'.repeat(140_000) } }))).toBe(4315);
    expect(code(await alice.page(OTHER, 'decentrl_sendEvent', move))).toBe(4100);

    await alice.drain();
    await bob.sync();
    const contact = await bob.app.tables.contacts.get(`0/${aliceKey}`);
    const received = await bob.app.history.readConversation(contact!.conversationId, { limit: 10 });
    expect(received.map(({ value }) => [value.type, value.tags])).toEqual([
      ['chess.move', ['chess.g1']],
      ['chess.move', ['chess.g1']],
    ]);
    await bob.drain();
    await alice.sync();
    expect(result(await alice.page(SITE, 'decentrl_getEventStatus', first))).toMatchObject({
      state: 'delivered',
    });
    expect(code(await alice.page(OTHER, 'decentrl_getEventStatus', first))).toBe(4100);
  });

  it('T-27 reads and is pushed only what its permissions cover', async () => {
    const { alice, bob, aliceKey, bobKey } = p;
    const subscription = result(await alice.page(SITE, 'decentrl_subscribe', { after: 0 }));
    await waitUntil('the history to be pushed', () => messages().length === 2);
    await say(bob, aliceKey, 'between us only');
    const { conversationId } = (await bob.app.tables.contacts.get(`0/${aliceKey}`))!;
    await sendEvent(bob.app, {
      identityIndex: 0,
      peerSigningKey: aliceKey,
      type: 'chess.move',
      data: { game: 'g1', move: 'e5' },
      tags: ['chess.g1'],
      origin: null,
      withoutContract: 'refuse',
    });
    await bob.drain();
    await alice.sync();
    await waitUntil('the answer to be pushed', () => messages().length === 3);
    expect(messages().at(-1)).toMatchObject({
      type: 'decentrl_subscription',
      data: {
        subscription,
        event: { type: 'chess.move', direction: 'in', contractId, data: { move: 'e5' } },
      },
    });
    const { items, nextCursor } = result(await alice.page(SITE, 'decentrl_getEvents', {}));
    expect(items.map(({ type }: { type: string }) => type)).toEqual([
      'chess.move',
      'chess.move',
      'chess.move',
    ]);
    expect(nextCursor).toBeNull();
    const page = result(await alice.page(SITE, 'decentrl_getEvents', { limit: 1 }));
    expect(page.nextCursor).toBe(items[0]!.cursor);
    expect(result(await alice.page(SITE, 'decentrl_getEvents', { types: ['chat.*'] }))).toMatchObject({
      items: [],
    });
    expect(code(await alice.page(SITE, 'decentrl_getEvents', { tags: ['decentrl.contract'] }))).toBe(4314);
    expect(result(await alice.page(SITE, 'decentrl_unsubscribe', { subscriptionId: subscription }))).toBe(
      true,
    );
    expect(result(await alice.page(SITE, 'decentrl_unsubscribe', { subscriptionId: subscription }))).toBe(
      false,
    );
    // Between the two people everything is there.
    expect(await texts(bob, conversationId)).toContain('> between us only');
    expect(
      (await alice.popup('contact_get', { signingKey: bobKey })).sites.map(({ origin }) => origin),
    ).toEqual([SITE]);
  });

  it('goes on pushing in a new worker from where the last one stopped', async () => {
    const { alice, bob, aliceKey } = p;
    await alice.page(SITE, 'decentrl_subscribe', { contractId, types: ['chess.*'] });
    await alice.restart();
    pushes.length = 0;
    await sendEvent(bob.app, {
      identityIndex: 0,
      peerSigningKey: aliceKey,
      type: 'chess.move',
      data: { game: 'g1', move: 'while away' },
      origin: null,
      withoutContract: 'refuse',
    });
    await bob.drain();
    await alice.sync();
    expect(messages()).toEqual([]);
    attach(alice);
    await waitUntil('what was missed to be pushed', () => messages().length === 1);
    expect(messages()).toMatchObject([{ data: { event: { data: { move: 'while away' } } } }]);
  });

  it('may ask to renew and to revoke; afterwards nothing is sent', async () => {
    const { alice, bob, bobKey } = p;
    expect(result(await approved('decentrl_renewContract', { contractId }))).toMatchObject({ contractId });
    await alice.drain();
    await bob.sync();
    await bob.drain();
    await alice.sync();
    expect((await alice.app.tables.contacts.get(`0/${bobKey}`))?.contractIds).toHaveLength(2);
    expect(result(await approved('decentrl_revokeContract', { contractId }))).toMatchObject({
      status: 'revoked',
    });
    const move = { contractId, type: 'chess.move', data: {} };
    expect(code(await alice.page(SITE, 'decentrl_sendEvent', move))).toBe(4312);
    expect(alice.errors).toEqual([]);
    expect(bob.errors).toEqual([]);
    expect(parseDid(p.bobDid).alias).toBe('Bob');
  });
});
