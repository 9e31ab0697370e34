import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JsonValue } from '../../../lib/api/decentrl-rpc.ts';
import type { AppDeps } from '../../../lib/app.ts';
import { anchoringEnv } from '../../support/anchoring.ts';
import { deployAnchor } from '../../support/deploy-anchor.ts';
import { approveOnly, ask, link, onlyRequest, pass, startEscrow } from '../../support/held-companions.ts';
import { makeWallet } from '../../support/held-personas.ts';
import { type NodeCompanion, nodeCompanion } from '../../support/node-companion.ts';
import { type RunningAnvil, startAnvil } from '../../support/start-anvil.ts';
import type { RunningMediator } from '../../support/start-mediator.ts';
import { waitUntil } from '../../support/wait-until.ts';

const SHOP = 'https://shop.example';
const BANK = 'https://bank.example';
const RPC = ['https://one.rpc.example', 'https://two.rpc.example', 'https://three.rpc.example'];
const GATEWAYS = ['https://one.gateway.example', 'https://two.gateway.example'];

describe('a site that writes to wallets', () => {
  let anvil: RunningAnvil;
  let escrow: RunningMediator;
  let alice: NodeCompanion;
  let carol: NodeCompanion;
  let contract = '';
  const wallet = makeWallet();
  const content = { type: 'chat.message', body: { content: 'your parcel is here' } };

  /** The public endpoints and gateways of this world: one chain and one mediator behind all of them. */
  const world: AppDeps['fetch'] = (url, init) => {
    const { hostname, pathname, search } = new URL(url);
    if (hostname.endsWith('.rpc.example')) return fetch(anvil.url, init);
    if (hostname.endsWith('.gateway.example')) return fetch(`${escrow.url}${pathname}${search}`, init);
    return fetch(url, init);
  };

  beforeAll(async () => {
    anvil = await startAnvil();
    const deployed = await deployAnchor(anvil);
    contract = deployed.address;
    escrow = await startEscrow({ env: anchoringEnv(anvil, deployed) });
    [alice, carol] = await Promise.all([nodeCompanion({ fetch: world }), nodeCompanion({ fetch: world })]);
    await Promise.all([alice.begin('Alice', escrow.did), carol.begin('Carol', escrow.did)]);
    for (const one of [alice, carol])
      await one.popup('anchor_settingsSet', { settings: { rpcUrls: RPC, gateways: GATEWAYS } });
  }, 120_000);
  afterAll(async () => {
    await Promise.all([alice?.stop(), carol?.stop()]);
    await escrow?.stop();
    await anvil?.stop();
  });

  it('gets 4100 without a permission, and 4314 for the companion’s own types', async () => {
    for (const [method, params] of [
      ['dmtp_resolveRecipient', { to: wallet.address }],
      ['dmtp_sendMessage', { to: wallet.address, content }],
      ['dmtp_getMessageStatus', { messageId: 'any' }],
      ['dmtp_prepareLink', { address: wallet.address, chainId: 137 }],
    ] as const) {
      expect(await alice.page(BANK, method, params)).toMatchObject({ error: { code: 4100 } });
    }
    await ask(alice, SHOP, 'decentrl_requestIdentities', undefined);
    await ask(alice, SHOP, 'wallet_requestPermissions', {
      // As the site knows it; our objects say it in lower case.
      dmtp_send: { peers: [wallet.address.toUpperCase().replace('0X', '0x')], eventTypes: ['chat.message'] },
    });
    const reserved = { to: wallet.address, content: { type: 'dmtp.room', body: null } };
    expect(await alice.page(SHOP, 'dmtp_sendMessage', reserved)).toMatchObject({ error: { code: 4314 } });
    const other = { to: makeWallet().address, content };
    expect(await alice.page(SHOP, 'dmtp_sendMessage', other)).toMatchObject({ error: { code: 4100 } });
  });

  let messageId = '';

  it('B-01 is told who could read it, and holds nothing unless the person says yes each time', async () => {
    const { host } = new URL(escrow.url);
    expect(await ask(alice, SHOP, 'dmtp_resolveRecipient', { to: wallet.address })).toEqual({
      address: wallet.address,
      delivery: 'held',
      readableBy: host,
    });
    const message = { to: wallet.address, content, idempotencyKey: 'parcel' };
    expect(await alice.page(SHOP, 'dmtp_sendMessage', message)).toMatchObject({ error: { code: 4316 } });
    const id = '1'.repeat(32);
    expect(await alice.page(SHOP, 'dmtp_sendMessage', { ...message, allowHeld: true }, id)).toMatchObject({
      pending: true,
    });
    const [question] = await alice.popup('approvals_list', undefined);
    expect(question).toMatchObject({
      kind: 'sendHeld',
      request: {
        address: { address: wallet.address },
        escrow: { name: host },
        content: { text: 'your parcel is here' },
      },
    });
    await approveOnly(alice);
    const sent = await waitUntil('the message to be taken', async () => {
      const reply = await alice.page(SHOP, 'dmtp_sendMessage', { ...message, allowHeld: true }, id);
      return 'result' in reply ? (reply.result as { messageId: string; delivery: string }) : undefined;
    });
    expect(sent.delivery).toBe('held');
    messageId = sent.messageId;
    await alice.drain();
    expect(await ask(alice, SHOP, 'dmtp_getMessageStatus', { messageId })).toMatchObject({ state: 'held' });
    expect(await alice.page(BANK, 'dmtp_getMessageStatus', { messageId })).toMatchObject({
      error: { code: 4100 },
    });
  });

  it('holds without a question where the person granted that once, the same key once', async () => {
    await ask(alice, SHOP, 'wallet_requestPermissions', {
      dmtp_send: { peers: [wallet.address], eventTypes: ['chat.message'], allowHeld: true },
    });
    const message = { to: wallet.address, content, allowHeld: true, idempotencyKey: 'granted' };
    const first = await ask(alice, SHOP, 'dmtp_sendMessage', message);
    expect(first.delivery).toBe('held');
    expect(await ask(alice, SHOP, 'dmtp_sendMessage', message)).toEqual(first);
    const other = { ...message, content: { type: 'chat.message', body: { content: 'other words' } } };
    expect(await alice.page(SHOP, 'dmtp_sendMessage', other)).toMatchObject({ error: { code: -32602 } });
    await alice.drain();
  });

  it('learns that it was re-encrypted and anchored, and the exported proof holds but for one byte', async () => {
    await link(carol, wallet);
    await pass(carol);
    await pass(alice);
    await waitUntil(
      'the chain to list the message',
      async () => {
        await anvil.mine(3);
        const { entries } = await alice.popup('anchor_get', { messageId });
        return entries.every(({ state }) => state === 'anchored');
      },
      60_000,
    );
    const status = await ask(alice, SHOP, 'dmtp_getMessageStatus', { messageId });
    expect(status).toMatchObject({ state: 're-encrypted', anchor: { chainId: 137, contract } });
    const { entries } = await alice.popup('anchor_get', { messageId });
    expect(entries.map(({ what }) => what)).toEqual(['held', 're-encrypted']);
    const { json } = await alice.popup('anchor_exportProof', { messageId });
    const proof = JSON.parse(json) as Record<string, JsonValue>;
    expect(await ask(alice, BANK, 'dmtp_verifyProof', { proof })).toMatchObject({
      valid: true,
      chainId: 137,
    });
    const record = proof.record as Record<string, JsonValue>;
    const changed = { ...proof, record: { ...record, id: `${record.id}x` } };
    expect(await ask(alice, BANK, 'dmtp_verifyProof', { proof: changed })).toMatchObject({ valid: false });
    expect(alice.errors.concat(carol.errors)).toEqual([]);
  }, 90_000);

  it('a conversation is anchored from when the person chose that, without a word of it', async () => {
    const { requestId } = await onlyRequest(carol);
    await carol.popup('contract_accept', { requestId });
    await carol.drain();
    await pass(alice);
    await pass(carol);
    const { items } = await alice.popup('conversations_list', undefined);
    const conversationId = items[0]?.conversationId ?? '';
    const say = (text: string) =>
      alice.popup('conversation_send', { conversationId, text, idempotencyKey: text });
    const before = await say('not listed');
    await alice.popup('conversation_setAnchoring', { conversationId, on: true });
    const { eventId } = await say('listed');
    await alice.drain();
    await pass(alice);
    const entries = await waitUntil(
      'the stored event to be listed',
      async () => {
        await anvil.mine(3);
        const read = await alice.popup('anchor_get', { messageId: eventId });
        return (
          read.entries.length > 0 && read.entries.every(({ state }) => state === 'anchored') && read.entries
        );
      },
      60_000,
    );
    expect(entries).toMatchObject([{ what: 'stored' }]);
    expect((await alice.popup('conversation_get', { conversationId })).anchoring).toBe(true);
    const { json } = await alice.popup('anchor_exportProof', { messageId: eventId });
    expect(await ask(alice, BANK, 'dmtp_verifyProof', { proof: JSON.parse(json) })).toMatchObject({
      valid: true,
    });
    expect(before.eventId).not.toBe(eventId);
  }, 90_000);

  it('T-83 lists nothing that names the two', async () => {
    const hidden = [wallet.address, 'Alice', 'Carol', 'parcel'];
    const files = alice.requests.filter(({ url }) => url.includes('.gateway.example'));
    expect(files.length).toBeGreaterThan(0);
    for (const { url } of files) {
      const { pathname, search } = new URL(url);
      const text = await (await fetch(`${escrow.url}${pathname}${search}`)).text();
      expect(hidden.filter((one) => text.includes(one))).toEqual([]);
    }
  });
});
