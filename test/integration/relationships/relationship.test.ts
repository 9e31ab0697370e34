import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generateAgreement } from '../../../lib/crypto/agreement.ts';
import type { DomainEvent } from '../../../lib/domain/changes.ts';
import { formatDid, parseDid } from '../../../lib/protocol/did.ts';
import { announceExpired } from '../../../lib/relationships/announce-expired.ts';
import { destroySecrets } from '../../../lib/relationships/destroy-secrets.ts';
import { proposeContract } from '../../../lib/relationships/propose-contract.ts';
import { renewRelationships } from '../../../lib/relationships/renew-relationships.ts';
import { purge } from '../../../lib/sync/purge.ts';
import { type Pair, pair, say, texts, twoStrangers } from '../../support/companion-pair.ts';
import { nodeCompanion, PASSWORD } from '../../support/node-companion.ts';
import { type RunningMediator, startMediator } from '../../support/start-mediator.ts';

const DAY = 86_400_000;

describe('a relationship', () => {
  let mediators: [RunningMediator, RunningMediator];
  beforeAll(async () => {
    mediators = await Promise.all([startMediator(), startMediator()]);
  }, 60_000);
  afterAll(() => Promise.all(mediators.map((one) => one.stop())));

  const withPair = async (work: (p: Pair) => Promise<void>) => {
    const p = await pair({ mediators });
    await work(p).finally(p.stop);
  };
  const status = async (companion: Pair['alice'], signingKey: string) =>
    (await companion.popup('contact_get', { signingKey })).contact.status;

  it(
    'T-65 ends for both when one revokes: refused here, there, and by the mediators',
    () =>
      withPair(async ({ alice, bob, aliceKey, bobKey, conversation }) => {
        const contractId = (await alice.app.tables.contracts.getAll())[0]!.contractId;
        await say(alice, bobKey, 'before the end');
        await alice.popup('contract_revoke', { signingKey: bobKey });
        await expect(say(alice, bobKey, 'too late')).rejects.toMatchObject({ code: 4312 });
        await alice.drain();
        // Bob does not know yet, and his mediator refuses for him.
        const late = await say(bob, aliceKey, 'are you there?');
        await bob.app.outbox.flush();
        expect((await bob.app.tables.message_state.get(late.eventId))?.state).not.toBe('accepted');
        await bob.sync();
        expect(await texts(bob, conversation.bob)).toContain('< before the end');
        expect(await status(bob, aliceKey)).toBe('revoked');
        expect((await bob.app.tables.message_state.get(late.eventId))?.state).toBe('failed');
        await expect(say(bob, aliceKey, 'hello?')).rejects.toMatchObject({ code: 4312 });
        await bob.drain();

        // Nothing revives it: neither a listing of the old contract nor another pass over everything.
        const signed = (await bob.app.tables.contracts.get(contractId))!.signed;
        await alice.sync();
        await alice.app.outbox.flush();
        const keys = await bob.app.keyring.identity(0);
        await expect(
          bob.app.commands.send<'SAVE_COMMUNICATION_CONTRACT'>(keys, keys.did.mediatorDid, {
            channel: 'DIRECT_AUTHENTICATED',
            recipientDid: keys.did.mediatorDid,
            payload: { type: 'SAVE_COMMUNICATION_CONTRACT', signed_contract: signed },
          }),
        ).rejects.toMatchObject({ reason: 'COMMUNICATION_CONTRACT_NOT_VALID' });
        expect(await status(alice, bobKey)).toBe('revoked');
      }),
    60_000,
  );

  it(
    'begins anew after a revocation only with a question',
    () =>
      withPair(async (p) => {
        const { alice, bob, bobDid, bobKey, aliceKey, conversation } = p;
        await alice.popup('contract_revoke', { signingKey: bobKey });
        await alice.drain();
        await bob.sync();
        await alice.popup('contract_propose', { did: bobDid });
        await alice.drain();
        await bob.sync();
        const [request] = await bob.popup('requests_list', undefined);
        expect(request).toMatchObject({ direction: 'in', status: 'requested' });
        expect(await bob.popup('contract_accept', { requestId: request!.requestId })).toEqual({
          conversationId: conversation.bob,
        });
        await bob.drain();
        await alice.sync();
        expect([await status(alice, bobKey), await status(bob, aliceKey)]).toEqual(['active', 'active']);
        await say(alice, bobKey, 'again');
        await alice.drain();
        await bob.sync();
        expect(await texts(bob, conversation.bob)).toEqual(['< again']);
      }),
    60_000,
  );

  it('is declined without a word to the other side, and can be blocked', async () => {
    const p = await twoStrangers({ mediators });
    const { alice, bob, bobDid, aliceKey } = p;
    await alice.popup('contract_propose', { did: bobDid, note: 'please \u202eesaelp' });
    await alice.drain();
    await bob.sync();
    const [request] = await bob.popup('requests_list', undefined);
    expect(request).toMatchObject({ name: 'Alice', note: 'please esaelp', ambiguous: false });
    await bob.popup('contract_decline', { requestId: request!.requestId, block: true });
    expect(await bob.popup('requests_list', undefined)).toEqual([]);
    await expect(bob.popup('contract_accept', { requestId: request!.requestId })).rejects.toMatchObject({
      code: 4313,
    });
    expect((await bob.app.tables.contacts.get(`0/${aliceKey}`))?.blocked).toBe(true);
    expect((await bob.popup('conversations_list', undefined)).items).toEqual([]);
    await p.stop();
  }, 60_000);

  it('carries a first message that waited, once it is accepted, and shows it before', async () => {
    const p = await twoStrangers({ mediators });
    const { alice, bob, bobDid, aliceKey, bobKey } = p;
    const params = { did: bobDid, firstMessage: 'may I?' };
    const proposed = await alice.popup('contract_propose', params);
    expect(await alice.popup('contract_propose', params)).toEqual(proposed);
    expect(proposed.conversationId).toBe(`request:${proposed.requestId}`);
    expect(await texts(alice, proposed.conversationId)).toEqual(['> may I?']);
    expect((await alice.popup('conversations_list', undefined)).items).toMatchObject([
      { lastLine: 'may I?', contact: { status: 'proposed' } },
    ]);
    await alice.drain();
    await bob.sync();
    const { conversationId } = await bob.popup('contract_accept', { requestId: proposed.requestId });
    await bob.drain();
    await alice.sync();
    await alice.drain();
    await bob.sync();
    expect(await texts(bob, conversationId)).toEqual(['< may I?']);
    // The popup still has the provisional id open.
    expect(await texts(alice, proposed.conversationId)).toEqual(['> may I?']);
    expect((await alice.popup('conversations_list', undefined)).items).toHaveLength(1);
    const safety = await Promise.all([
      alice.popup('contact_get', { signingKey: bobKey }),
      bob.popup('contact_get', { signingKey: aliceKey }),
    ]);
    expect(safety[0].safetyNumber).toMatch(/^\d{60}$/);
    expect(safety[0].safetyNumber).toBe(safety[1].safetyNumber);
    await p.stop();
  }, 60_000);

  it(
    'T-44 marks another DID of a known key and never sends to it',
    () =>
      withPair(async ({ alice, bob, bobDid, bobKey }) => {
        const bobParsed = parseDid(bobDid);
        const { publicKey } = await generateAgreement();
        const changed = formatDid({ ...bobParsed, alias: 'Bob', preKey: publicKey });
        await expect(alice.popup('contract_propose', { did: changed })).rejects.toMatchObject({
          code: -32602,
        });
        expect(await alice.popup('contact_resolve', { did: changed })).toMatchObject({
          delivery: 'unreachable',
        });
        expect(await alice.popup('contact_resolve', { did: bobDid })).toMatchObject({
          delivery: 'e2ee',
          problem: null,
        });
        expect((await alice.app.tables.contacts.get(`0/${bobKey}`))?.did).toBe(bobDid);
        expect(bob.errors).toEqual([]);
      }),
    60_000,
  );

  it(
    'is asked to be renewed before it ends, once, for as long as before',
    () =>
      withPair(async ({ alice, conversation }) => {
        await renewRelationships(alice.app);
        expect(await alice.app.tables.requests.count()).toBe(1);
        // 24 of 30 days have passed, for Alice and nobody else: her commands go by her mediator's clock.
        await alice.popup('settings_set', { settings: { lockAfter: 'never' }, password: PASSWORD });
        alice.clock.move(24 * DAY);
        await renewRelationships(alice.app);
        await renewRelationships(alice.app);
        const successors = (await alice.app.tables.requests.getAll()).filter(({ renewal }) => renewal);
        expect(successors).toMatchObject([{ status: 'proposed', direction: 'out' }]);
        const { contract } = successors[0]!.signed;
        expect(contract.expires_at - contract.timestamp).toBe(30 * 86_400);
        expect(await alice.popup('requests_list', undefined)).toEqual([]);
        await purge(alice.app);
        expect((await alice.app.tables.contracts.getAll())[0]?.contractId).toBe(conversation.alice);
      }),
    60_000,
  );

  it(
    'is told once to have expired',
    () =>
      withPair(async ({ alice, conversation }) => {
        const told: DomainEvent[] = [];
        alice.app.changes.onDomain((event) => told.push(event));
        await announceExpired(alice.app);
        await alice.popup('settings_set', { settings: { lockAfter: 'never' }, password: PASSWORD });
        alice.clock.move(31 * DAY);
        await announceExpired(alice.app);
        await announceExpired(alice.app);
        expect(told.filter((event) => event.kind === 'contract')).toMatchObject([
          { status: 'expired', conversationId: conversation.alice },
        ]);
      }),
    60_000,
  );

  it(
    'is renewed without a question under its old name, but never for longer than the person approved',
    () =>
      withPair(async ({ alice, bob, bobDid, bobKey, aliceKey, conversation }) => {
        const renew = (lifetime: number) =>
          proposeContract(alice.app, {
            identityIndex: 0,
            peerDid: bobDid,
            origin: null,
            renewal: true,
            expiresAt: Math.floor(Date.now() / 1000) + lifetime,
          });
        // A successor in the same second as its predecessor would be the newer one by its id only.
        alice.clock.move(2_000);
        await renew(20 * 86_400);
        await alice.drain();
        await bob.sync();
        await bob.drain();
        await alice.sync();
        expect(await bob.popup('requests_list', undefined)).toEqual([]);
        const [atAlice, atBob] = await Promise.all([
          alice.app.tables.contacts.get(`0/${bobKey}`),
          bob.app.tables.contacts.get(`0/${aliceKey}`),
        ]);
        expect(atAlice?.contractIds).toHaveLength(2);
        expect([atAlice?.conversationId, atBob?.conversationId]).toEqual([
          conversation.alice,
          conversation.bob,
        ]);
        await say(alice, bobKey, 'under the new one');
        await alice.drain();
        await bob.sync();
        expect(await texts(bob, conversation.bob)).toEqual(['< under the new one']);
        const [last] = await bob.app.history.readConversation(conversation.bob, { limit: 1 });
        expect(last?.value.contractId).toBe(atBob?.contractIds[1]);

        await renew(31 * 86_400);
        await alice.drain();
        await bob.sync();
        expect(await bob.popup('requests_list', undefined)).toMatchObject([
          { status: 'requested', name: 'Alice' },
        ]);
      }),
    60_000,
  );

  it(
    'loses its secrets 7 days after the end, here and at the mediator, and none of its messages',
    () =>
      withPair(async ({ alice, bob, bobKey, conversation }) => {
        await say(alice, bobKey, 'stays readable');
        await alice.drain();
        await alice.popup('settings_set', { settings: { lockAfter: 'never' }, password: PASSWORD });
        const keys = await alice.app.keyring.identity(0);
        alice.clock.move(36 * DAY);
        await destroySecrets(alice.app, keys);
        expect((await alice.app.tables.contracts.getAll())[0]?.wrappedKey).not.toBeNull();
        alice.clock.move(2 * DAY);
        await destroySecrets(alice.app, keys);
        expect((await alice.app.tables.contracts.getAll())[0]?.wrappedKey).toBeNull();
        await alice.drain();
        expect(alice.requests.some(({ body }) => body.includes('"DELETE_EVENTS"'))).toBe(true);
        expect(await texts(alice, conversation.alice)).toEqual(['> stays readable']);
        expect(bob.errors).toEqual([]);
      }),
    60_000,
  );

  it(
    'comes back whole from 24 words and the mediator: contacts, contracts, history, and goes on',
    () =>
      withPair(async ({ alice, bob, bobKey, aliceKey, conversation, aliceDid }) => {
        await say(alice, bobKey, 'kept');
        await alice.drain();
        await bob.sync();
        await say(bob, aliceKey, 'kept too');
        await bob.drain();
        await alice.sync();
        await alice.drain();
        const { words } = await alice.popup('vault_revealWords', { password: PASSWORD });

        const fresh = await nodeCompanion();
        const params = { words: words.join(' '), mediatorDid: mediators[0].did, password: PASSWORD };
        await expect(
          fresh.popup('vault_restore', { ...params, words: words.toReversed().join(' ') }),
        ).rejects.toMatchObject({ code: -32602 });
        await expect(
          fresh.popup('vault_restore', { ...params, mediatorDid: mediators[1].did }),
        ).rejects.toMatchObject({
          code: 4333,
        });
        expect(await fresh.popup('vault_restore', params)).toEqual({ identities: 1 });
        await fresh.sync();
        await fresh.sync();
        const { items } = await fresh.popup('conversations_list', undefined);
        expect(items).toMatchObject([
          { conversationId: conversation.alice, unread: 0, contact: { name: 'Bob', status: 'active' } },
        ]);
        expect(await texts(fresh, conversation.alice)).toEqual(['> kept', '< kept too']);
        expect((await fresh.popup('app_getState', undefined)).identities).toMatchObject([{ did: aliceDid }]);

        await say(fresh, bobKey, 'from the new place');
        await fresh.drain();
        await bob.sync();
        await say(bob, aliceKey, 'welcome back');
        await bob.drain();
        await fresh.sync();
        expect(await texts(fresh, conversation.alice)).toEqual([
          '> kept',
          '< kept too',
          '> from the new place',
          '< welcome back',
        ]);
        expect(await texts(bob, conversation.bob)).toEqual([
          '< kept',
          '> kept too',
          '< from the new place',
          '> welcome back',
        ]);
        // The first device reads what the second one sent and received, once.
        await fresh.drain();
        await alice.sync();
        await alice.sync();
        expect((await texts(alice, conversation.alice)).sort()).toEqual(
          ['> kept', '< kept too', '> from the new place', '< welcome back'].sort(),
        );
        await fresh.stop();
      }),
    90_000,
  );
});
