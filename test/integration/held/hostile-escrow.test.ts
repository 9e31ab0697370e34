import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AppDeps } from '../../../lib/app.ts';
import { base64Decode, base64Encode } from '../../../lib/crypto/base64.ts';
import { change } from '../../../lib/domain/change.ts';
import { parseDid } from '../../../lib/protocol/did.ts';
import { type ResolvedAddress, signResolution } from '../../../lib/protocol/resolved-address.ts';
import { completeLink } from '../../../lib/wallets/complete-link.ts';
import { prepareLink } from '../../../lib/wallets/prepare-link.ts';
import { loadMediatorKeys } from '../../../mediator/keys/mediator-keys.ts';
import { hold, link, messages, onlyRequest, pass, startEscrow } from '../../support/held-companions.ts';
import {
  bind,
  CHAIN_ID,
  leaveLetter,
  makeWallet,
  prepareBinding,
  type TestWallet,
} from '../../support/held-personas.ts';
import { newcomer, nowSeconds } from '../../support/mediator-client.ts';
import { type NodeCompanion, nodeCompanion } from '../../support/node-companion.ts';
import type { RunningMediator } from '../../support/start-mediator.ts';
import { type TamperingNetwork, tamperingNetwork } from '../../support/tampering.ts';
import { waitUntil } from '../../support/wait-until.ts';

type Json = Record<string, unknown>;

const DAY_MS = 86_400_000;

/** Endpoints of a chain on which no contract stands. */
const CHAIN = ['https://one.rpc.example', 'https://two.rpc.example', 'https://three.rpc.example'];

function withChain(fetch: AppDeps['fetch']): AppDeps['fetch'] {
  return async (url, init) =>
    new URL(url).hostname.endsWith('.rpc.example')
      ? Response.json([
          { jsonrpc: '2.0', id: 1, result: '0x89' },
          { jsonrpc: '2.0', id: 2, result: '0x' },
        ])
      : fetch(url, init);
}

/** What a wallet signs now is newer than what it signed before. */
const nextSecond = () => {
  const at = nowSeconds();
  return waitUntil('the next second', () => nowSeconds() > at);
};

describe('an escrow that lies', () => {
  let escrow: RunningMediator;
  beforeAll(async () => {
    escrow = await startEscrow();
  }, 60_000);
  afterAll(() => escrow.stop());

  let network: TamperingNetwork;
  let alice: NodeCompanion;
  let carol: NodeCompanion;
  let wallet: TestWallet;
  beforeEach(async () => {
    network = tamperingNetwork();
    [alice, carol] = await Promise.all([
      nodeCompanion({ fetch: withChain(network.fetch) }),
      nodeCompanion({ fetch: network.fetch }),
    ]);
    await alice.begin('Alice', escrow.did);
    await alice.popup('anchor_settingsSet', { settings: { rpcUrls: CHAIN } });
    await carol.begin('Carol', escrow.did);
    wallet = makeWallet();
  }, 60_000);
  afterEach(() => Promise.all([alice.stop(), carol.stop()]));

  const mallory = () => newcomer(escrow, 'Mallory');

  /** Alters what the escrow says about addresses, under its own real signature. */
  const alterAnswer = (change: (answer: ResolvedAddress) => ResolvedAddress) => {
    const { signer } = loadMediatorKeys(escrow.dataDir);
    network.alter('RESOLVE_ADDRESS', async (payload) => {
      const answer = change(payload.answer as ResolvedAddress);
      return { answer, signature: await signResolution(answer, signer) };
    });
  };

  const alterRows = (type: string, change: (row: Json) => Json) =>
    network.alter(type, (payload) => ({ ...payload, rows: (payload.rows as Json[]).map(change) }));

  const confirmations = () =>
    alice.requests.flatMap(({ body }) =>
      body.includes('CONFIRM_HELD_MESSAGES')
        ? (JSON.parse(body) as { payload: { items: { id: string; ok: boolean }[] } }).payload.items
        : [],
    );

  const resolved = () => alice.popup('held_resolve', { to: wallet.address });

  it('B-02 shows another key than before: nothing is sealed to it', async () => {
    expect(await resolved()).toMatchObject({ delivery: 'held' });
    const known = await alice.app.tables.escrows.get(escrow.did);
    const { signingKeyMultibase } = parseDid((await mallory()).did);
    await change(alice.app, async (tx) => tx.put('escrows', { ...known!, signingKey: signingKeyMultibase }));
    const found = await resolved();
    expect(found).toMatchObject({ delivery: 'unreachable' });
    expect(found.problem).toContain('another key');
    await expect(hold(alice, wallet.address, 'no')).rejects.toMatchObject({ code: 4316 });
  });

  it('B-15 repeats an old "nobody", or says it of somebody known: never held', async () => {
    let old: Json | undefined;
    network.alter('RESOLVE_ADDRESS', (payload) => {
      old ??= payload;
      return undefined;
    });
    expect(await resolved()).toMatchObject({ delivery: 'held' });
    await link(carol, wallet);
    const stale = old?.answer as ResolvedAddress;
    alterAnswer(({ at }) => ({ ...stale, at: at - 61 }));
    expect(await resolved()).toMatchObject({ delivery: 'unreachable' });
    network.alter('RESOLVE_ADDRESS', undefined);
    // A clock that is wrong by minutes is corrected by what the escrow's replies say.
    alice.clock.move(120_000);
    expect(await resolved()).toMatchObject({ delivery: 'e2ee' });
    const { epoch } = stale;
    alterAnswer((answer) => ({
      ...answer,
      binding: null,
      wallet_signature: null,
      did_signature: null,
      epoch,
    }));
    expect(await resolved()).toMatchObject({ delivery: 'unreachable' });
    await expect(hold(alice, wallet.address, 'no')).rejects.toMatchObject({ code: 4316 });
  });

  it('B-11 B-16 gives a binding of somebody else’s wallet, of another chain, or for another escrow: not believed', async () => {
    const identity = await mallory();
    const own = makeWallet();
    const forged = await prepareBinding(escrow, identity, wallet, { signedBy: own });
    const other = await prepareBinding(escrow, identity, wallet, { chainId: 10 });
    for (const payload of [forged, other]) {
      alterAnswer((answer) => ({
        ...answer,
        binding: payload.binding,
        wallet_signature: payload.wallet_signature,
        did_signature: payload.did_signature,
        epoch: null,
      }));
      expect(await resolved()).toMatchObject({ delivery: 'unreachable' });
      await expect(hold(alice, wallet.address, 'for Carol')).rejects.toMatchObject({ code: 4316 });
    }
    expect((await alice.app.tables.addresses.getAll()).every(({ pinned }) => pinned === null)).toBe(true);
  });

  it('B-16 hands over to its own DID: the sender disputes it', async () => {
    const { conversationId } = await hold(alice, wallet.address, 'for Carol');
    await alice.drain();
    const own = makeWallet();
    const identity = await mallory();
    const payload = await prepareBinding(escrow, identity, wallet, { signedBy: own });
    await link(carol, wallet);
    await pass(carol);
    alterRows('QUERY_SENT_HELD_MESSAGES', (row) => ({
      ...row,
      binding: payload.binding,
      wallet_signature: payload.wallet_signature,
      did_signature: payload.did_signature,
    }));
    await pass(alice);
    expect(await messages(alice, conversationId)).toMatchObject([
      { state: 'disputed', reason: 'wallet-signature' },
    ]);
    expect(confirmations()).toMatchObject([{ ok: false }]);
  });

  it('B-07 puts other words in their place: the sender disputes each', async () => {
    const { conversationId } = await hold(alice, wallet.address, 'yes');
    await hold(alice, wallet.address, 'no');
    await alice.drain();
    await link(carol, wallet);
    await pass(carol);
    network.alter('QUERY_SENT_HELD_MESSAGES', (payload) => {
      const rows = payload.rows as Json[];
      return {
        ...payload,
        rows: rows.map((row, at) => ({ ...row, new_record: rows[(at + 1) % rows.length]?.new_record })),
      };
    });
    await pass(alice);
    expect((await messages(alice, conversationId)).map(({ state }) => state)).toEqual([
      'disputed',
      'disputed',
    ]);
    expect(confirmations().map(({ ok }) => ok)).toEqual([false, false]);
  });

  it('B-04 B-05 alters a byte, a time or the sender: the recipient takes nothing and gives nothing back', async () => {
    const { conversationId } = await hold(alice, wallet.address, 'as I wrote it');
    await alice.drain();
    const changes: ((record: Json) => Json)[] = [
      (record) => {
        const bytes = base64Decode(record.messages as string);
        bytes[40] = (bytes[40] ?? 0) ^ 1;
        return { ...record, messages: base64Encode(bytes) };
      },
      (record) => ({ ...record, timestamp: (record.timestamp as number) - 60 }),
      (record) => ({
        ...record,
        sender: (record.sender as string).replace('did:decentrl:', 'did:decentrl:QQ:'),
      }),
      (record) => ({ ...record, receiver: makeWallet().address }),
      (record) => ({ ...record, room_id: '0'.repeat(64) }),
    ];
    let change = changes[0]!;
    alterRows('QUERY_HELD_MESSAGES', (row) => ({ ...row, record: change(row.record as Json) }));
    await link(carol, wallet);
    for (const one of changes) {
      change = one;
      await pass(carol);
      expect(await carol.popup('requests_list', undefined)).toEqual([]);
    }
    expect(carol.requests.some(({ body }) => body.includes('REKEY_HELD_MESSAGES'))).toBe(false);
    network.alter('QUERY_HELD_MESSAGES', undefined);
    await pass(carol);
    expect((await onlyRequest(carol)).heldMessages).toMatchObject([{ text: 'as I wrote it' }]);
    await pass(alice);
    expect(await messages(alice, conversationId)).toMatchObject([{ state: 're-encrypted' }]);
  });

  it('B-06 gives a message for another wallet, or twice: taken once, by whom it is for', async () => {
    const second = makeWallet();
    await hold(alice, wallet.address, 'for the first wallet');
    await alice.drain();
    await link(carol, wallet);
    alterRows('QUERY_HELD_MESSAGES', (row) => row);
    network.alter('QUERY_HELD_MESSAGES', (payload) => {
      const rows = payload.rows as Json[];
      return { ...payload, rows: [...rows, ...rows] };
    });
    await pass(carol);
    await pass(carol);
    expect((await onlyRequest(carol)).heldMessages).toHaveLength(1);
    expect(await resolvedBy(carol, second.address)).toMatchObject({ delivery: 'held' });
  });

  const resolvedBy = (companion: NodeCompanion, to: string) => companion.popup('held_resolve', { to });

  it('B-13 shows a second key: nobody is written to for a day, by our own clock, then the new one', async () => {
    await link(carol, wallet);
    expect(await resolved()).toMatchObject({ delivery: 'e2ee' });
    const identity = await mallory();
    // The wallet's signing time decides which is newer.
    await nextSecond();
    const payload = await prepareBinding(escrow, identity, wallet);
    alterAnswer((answer) => ({
      ...answer,
      binding: payload.binding,
      wallet_signature: payload.wallet_signature,
      did_signature: payload.did_signature,
    }));
    const changed = await resolved();
    expect(changed).toMatchObject({ delivery: 'unreachable', changedKey: { did: identity.did } });
    expect(changed.changedKey?.usableAt).toBeGreaterThan(alice.clock.now() + DAY_MS - 60_000);
    await expect(hold(alice, wallet.address, 'no')).rejects.toMatchObject({ code: 4316 });
    network.alter('RESOLVE_ADDRESS', undefined);
    expect(await resolved()).toMatchObject({ delivery: 'unreachable' });
    const known = await alice.app.tables.addresses.getAll();
    const before = known.find(({ address }) => address === wallet.address)!;
    const candidate = { ...before.candidate!, firstSeenAt: alice.clock.now() - DAY_MS };
    await change(alice.app, async (tx) => tx.put('addresses', { ...before, candidate }));
    const after = await resolved();
    expect(after).toMatchObject({ delivery: 'e2ee', changedKey: null });
  });

  it('a wallet relinked with the earlier key’s word is used at once', async () => {
    await link(carol, wallet);
    expect(await resolved()).toMatchObject({ delivery: 'e2ee' });
    const { index } = await carol.app.keyring.addIdentity({
      alias: 'Carol at work',
      mediatorDid: escrow.did,
    });
    await carol.app.registrations.ensure(index);
    await nextSecond();
    const target = { address: wallet.address, chainId: CHAIN_ID };
    const typedData = await prepareLink(carol.app, index, target, escrow.did);
    const done = await completeLink(carol.app, [index], target, await wallet.sign(typedData));
    expect(done.linked.effectiveAt).toBeLessThanOrEqual(Math.floor(carol.clock.now() / 1000) + 1);
    expect(await resolved()).toMatchObject({ delivery: 'e2ee', changedKey: null });
  });

  it('B-12 a contract wallet of a chain that is not in the settings links nowhere', async () => {
    const stranger = { address: makeWallet().address, sign: makeWallet().sign };
    await expect(link(carol, stranger, { chainId: 10 })).rejects.toMatchObject({
      reply: { error: { code: -32602 } },
    });
  });

  it('two senders use one id: each message has its own receipt', async () => {
    const senders = await Promise.all([mallory(), mallory()]);
    for (const sender of senders) await leaveLetter(escrow, sender, wallet.address, { id: 'one-id' });
    await link(carol, wallet);
    await pass(carol);
    await carol.drain();
    const received = await carol.app.tables.held_received.getAll();
    expect(received).toHaveLength(2);
    for (const { cid, state, reason, deletionReceipt } of received) {
      expect({ state, reason }).toEqual({ state: 're-encrypted', reason: null });
      expect(deletionReceipt).toMatchObject({ receipt: { id: 'one-id', old_cid: cid } });
    }
  });

  it('a withdrawn message is gone for the recipient; one that was handed over cannot be taken back', async () => {
    const first = await hold(alice, wallet.address, 'better not');
    const second = await hold(alice, wallet.address, 'this one');
    await alice.drain();
    expect(await alice.popup('held_withdraw', { messageId: first.messageId })).toEqual({
      state: 'withdrawn',
    });
    await link(carol, wallet);
    await pass(carol);
    expect((await onlyRequest(carol)).heldMessages.map(({ text }) => text)).toEqual(['this one']);
    await pass(alice);
    await expect(alice.popup('held_withdraw', { messageId: second.messageId })).rejects.toMatchObject({
      code: -32600,
    });
    expect((await messages(alice, first.conversationId)).map(({ state }) => state)).toEqual([
      'withdrawn',
      're-encrypted',
    ]);
  });

  it('says expired, unconfirmed and not re-encrypted as the words of those states', async () => {
    const { conversationId } = await hold(alice, wallet.address, 'one');
    await hold(alice, wallet.address, 'two');
    await hold(alice, wallet.address, 'three');
    await alice.drain();
    const ends = ['EXPIRED', 'UNCONFIRMED', 'NOT_REENCRYPTED'];
    let at = 0;
    alterRows('QUERY_SENT_HELD_MESSAGES', (row) => ({ ...row, state: ends[at++ % ends.length] }));
    await pass(alice);
    const states = (await messages(alice, conversationId)).map(({ state }) => state);
    expect([...states].sort()).toEqual(['expired', 'not-re-encrypted', 'unconfirmed']);
  });

  it('B-13 two identities race for one wallet: the second waits, whoever asks', async () => {
    await link(carol, wallet);
    const identity = await mallory();
    const effective = await bind(escrow, identity, wallet);
    expect(effective).toBeGreaterThan(Math.floor(Date.now() / 1000) + 86_000);
  });
});
