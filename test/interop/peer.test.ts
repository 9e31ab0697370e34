import { afterAll, beforeAll, expect, it } from 'vitest';
import { parseDid } from '../../lib/protocol/did.ts';
import { say, texts } from '../support/companion-pair.ts';
import { hold, linkUnasked, messages, onlyRequest, pass } from '../support/held-companions.ts';
import { makeWallet } from '../support/held-personas.ts';
import { type NodeCompanion, nodeCompanion, PASSWORD } from '../support/node-companion.ts';
import { type RunningMediator, startMediator } from '../support/start-mediator.ts';
import { describePython } from './support/describe-python.ts';
import { type Peer, startPeer } from './support/start-peer.ts';
import { startPythonMediator } from './support/start-python-mediator.ts';

describePython('our companion and a client that is not ours', () => {
  let ours: RunningMediator;
  let theirs: RunningMediator;
  let alice: NodeCompanion;
  let aliceDid: string;
  let bob: Peer;
  let bobDid: string;
  let bobsWords: string;
  let conversationId: string;
  beforeAll(async () => {
    [ours, theirs] = await Promise.all([startMediator({ env: { ESCROW: '1' } }), startPythonMediator()]);
    alice = await nodeCompanion();
    aliceDid = await alice.begin('Alice', ours.did);
    bob = startPeer();
    ({ did: bobDid, words: bobsWords } = await bob.tell<{ did: string; words: string }>('begin', {
      mediator: theirs.url,
      alias: 'Bob',
    }));
  }, 60_000);
  afterAll(async () => {
    await Promise.all([alice?.stop(), bob?.stop()]);
    await Promise.all([ours?.stop(), theirs?.stop()]);
  });
  const bobKey = () => parseDid(bobDid).signingKeyMultibase;

  it('agree on a contract, whoever asks, and on the number they compare', async () => {
    await alice.popup('contract_propose', { did: bobDid, note: 'may I?' });
    await alice.drain();
    expect(await bob.tell('requests')).toEqual(['may I?']);
    await pass(alice);
    const contact = await alice.popup('contact_get', { signingKey: bobKey() });
    expect(contact.contact.status).toBe('active');
    expect(contact.safetyNumber).toBe(await bob.tell('safety', { did: aliceDid }));
    const row = await alice.app.tables.contacts.get(`0/${bobKey()}`);
    conversationId = row?.conversationId ?? '';

    const asked = await nodeCompanion();
    const did = await asked.begin('Dora', ours.did);
    await bob.tell('ask', { did, note: 'and I?' });
    await asked.sync();
    const request = await onlyRequest(asked);
    expect(request).toMatchObject({ alias: 'Bob', note: 'and I?' });
    await asked.popup('contract_accept', { requestId: request.requestId });
    await asked.drain();
    expect(await bob.tell<string[]>('contracts')).toHaveLength(1);
    await asked.stop();
  });

  it('write to each other, with receipts', async () => {
    await say(alice, bobKey(), 'Hello Bob');
    const { eventId } = await say(alice, bobKey(), 'second 😀');
    await alice.drain();
    expect(await bob.tell('hear')).toMatchObject([
      { type: 'chat.message', data: { content: 'Hello Bob' } },
      { type: 'chat.message', data: { content: 'second 😀' } },
    ]);
    await bob.tell('say', { did: aliceDid, content: 'Hello Alice' });
    await bob.tell('say', { did: aliceDid, content: 'how are you?' });
    await pass(alice);
    expect(await texts(alice, conversationId)).toEqual([
      '> Hello Bob',
      '> second 😀',
      '< Hello Alice',
      '< how are you?',
    ]);
    const [receipt] = await bob.tell<{ type: string; data: { ids: string[] } }[]>('hear');
    expect(receipt).toMatchObject({ type: 'decentrl.receipt', data: { state: 'delivered' } });
    expect((await alice.app.tables.message_state.get(eventId))?.state).toBe('accepted');
  });

  it('restore what the other left: keys, contracts, history', async () => {
    const { words } = await alice.popup('vault_revealWords', { password: PASSWORD });
    const second = startPeer();
    const back = await second.tell<{ did: string; contracts: string[] }>('restore', {
      mediator: ours.url,
      words_typed: words.join(' '),
    });
    expect(back.did).toBe(aliceDid);
    expect(back.contracts).toContain((await alice.app.tables.contracts.getAll())[0]?.contractId);
    expect(await second.tell('history', { tag: 'chat' })).toEqual(
      expect.arrayContaining([
        ['out', { content: 'Hello Bob' }],
        ['out', { content: 'second 😀' }],
        ['in', { content: 'Hello Alice' }],
        ['in', { content: 'how are you?' }],
      ]),
    );
    await second.stop();

    const fresh = await nodeCompanion();
    const restore = { words: bobsWords, mediatorDid: theirs.did, password: PASSWORD };
    expect(await fresh.popup('vault_restore', restore)).toEqual({ identities: 1 });
    await fresh.sync();
    await fresh.sync();
    const shown = (await fresh.popup('conversations_list', undefined)).items.map(
      ({ contact }) => contact.name,
    );
    expect(shown).toContain('Alice');
    const row = await fresh.app.tables.contacts.get(`0/${parseDid(aliceDid).signingKeyMultibase}`);
    expect(await texts(fresh, row?.conversationId ?? '')).toEqual([
      '< Hello Bob',
      '< second 😀',
      '> Hello Alice',
      '> how are you?',
    ]);
    await fresh.stop();
  });

  it('has a message of ours held for its wallet, takes it over, and we confirm', async () => {
    const carol = startPeer();
    await carol.tell('begin', { mediator: ours.url, alias: 'Carol' });
    const address = await carol.tell<string>('wallet');
    const sent = await hold(alice, address, 'before you were here');
    await alice.drain();
    expect(await messages(alice, sent.conversationId)).toMatchObject([{ state: 'held' }]);
    await carol.tell('link', { escrow: ours.url });
    expect(await carol.tell('take_over', { escrow: ours.url })).toEqual(['before you were here']);
    await pass(alice);
    expect(await messages(alice, sent.conversationId)).toMatchObject([{ state: 're-encrypted' }]);
    expect((await alice.app.tables.held_sent.getAll()).map(({ state }) => state)).toEqual(['re-encrypted']);
    await carol.stop();
  });

  it('has a message held for a wallet of ours; we take it over, and it confirms', async () => {
    const [carol, wallet] = [await nodeCompanion(), makeWallet()];
    await carol.begin('Carol', ours.did);
    const dave = startPeer();
    await dave.tell('begin', { mediator: ours.url, alias: 'Dave' });
    const held = { escrow: ours.url, address: wallet.address, content: 'you do not know me' };
    const id = await dave.tell<string>('write', held);
    expect(await dave.tell('look_after', { escrow: ours.url })).toEqual({ [id]: 'HELD' });
    await linkUnasked(carol, wallet, ours.did);
    await pass(carol);
    const request = await onlyRequest(carol);
    expect(request).toMatchObject({ alias: 'Dave' });
    expect(request.heldMessages.map(({ text, state }) => [text, state])).toEqual([
      ['you do not know me', 're-encrypted'],
    ]);
    expect(await dave.tell('look_after', { escrow: ours.url })).toEqual({ [id]: 'CONFIRMED' });
    await dave.stop();
    await carol.stop();
  });

  it('revokes, and ours knows', async () => {
    await bob.tell('end', { did: aliceDid });
    await pass(alice);
    expect((await alice.popup('contact_get', { signingKey: bobKey() })).contact.status).toBe('revoked');
    await expect(say(alice, bobKey(), 'still there?')).rejects.toMatchObject({ code: 4312 });
  });
});
