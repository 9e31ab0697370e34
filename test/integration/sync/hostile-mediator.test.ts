import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { generateAgreement } from '../../../lib/crypto/agreement.ts';
import { base64Decode, base64Encode } from '../../../lib/crypto/base64.ts';
import { encodeAgreementKey } from '../../../lib/crypto/multikey.ts';
import { contractId, encryptRequest, openRequest } from '../../../lib/protocol/contract.ts';
import { parseDid } from '../../../lib/protocol/did.ts';
import { type Pair, pair, say, texts } from '../../support/companion-pair.ts';
import { nodeCompanion } from '../../support/node-companion.ts';
import { type RunningMediator, startMediator } from '../../support/start-mediator.ts';
import { type TamperingNetwork, tamperingNetwork } from '../../support/tampering.ts';

interface PendingRow {
  id: string;
  sender_did: string;
  payload: string;
  timestamp: number;
}

describe('a mediator that lies', () => {
  let mediators: [RunningMediator, RunningMediator];
  let network: TamperingNetwork;
  let p: Pair;
  beforeAll(async () => {
    mediators = await Promise.all([startMediator(), startMediator()]);
  }, 60_000);
  afterAll(() => Promise.all(mediators.map((one) => one.stop())));
  beforeEach(async () => {
    network = tamperingNetwork();
    p = await pair({ mediators, bob: { fetch: network.fetch } });
  }, 60_000);
  afterEach(() => p?.stop());

  /** Alters the pending events Bob is given. */
  const alterEvents = (change: (rows: PendingRow[]) => PendingRow[]) =>
    network.alter('QUERY_PENDING_EVENTS', (payload) => ({
      ...payload,
      pending_events: change(payload.pending_events as PendingRow[]),
    }));

  const aliceSays = async (...contents: string[]) => {
    for (const content of contents) await say(p.alice, p.bobKey, content);
    await p.alice.drain();
  };

  it('T-38 repeats messages, under other ids and after a restart: each is shown once', async () => {
    const { bob, conversation } = p;
    let seen: PendingRow[] = [];
    alterEvents((rows) => {
      seen = [...seen, ...rows];
      return rows.flatMap((row, at) => [row, { ...row, id: `again-${at}` }, { ...row, id: `third-${at}` }]);
    });
    await aliceSays('one', 'two');
    await bob.sync();
    await bob.restart();
    let served = false;
    alterEvents((rows) => {
      if (served) return rows;
      served = true;
      return [...rows, ...seen.map((row, at) => ({ ...row, id: `later-${at}` }))];
    });
    await bob.sync();
    expect(seen.length).toBeGreaterThan(1);
    expect(await texts(bob, conversation.bob)).toEqual(['< one', '< two']);
    expect(await bob.app.tables.quarantine.count()).toBe(0);
  });

  it('T-41 reorders a batch: the order of sending comes back', async () => {
    const { bob, conversation } = p;
    alterEvents((rows) => [...rows].reverse());
    const contents = Array.from({ length: 20 }, (_, at) => `number ${at}`);
    await aliceSays(...contents);
    await bob.sync();
    expect(await texts(bob, conversation.bob)).toEqual(contents.map((content) => `< ${content}`));
  });

  it('T-42 withholds a message: a gap is shown, and closes when it comes', async () => {
    const { bob, conversation } = p;
    let held: PendingRow[] = [];
    await aliceSays('one', 'two', 'three');
    alterEvents((rows) => {
      if (held.length === 0) held = rows.slice(1, 2);
      return rows.filter(({ id }) => id !== held[0]?.id);
    });
    await bob.sync();
    expect(await texts(bob, conversation.bob)).toEqual(['< one', 'gap 1', '< three']);
    network.alter('QUERY_PENDING_EVENTS', undefined);
    await bob.sync();
    expect((await texts(bob, conversation.bob)).sort()).toEqual(['< one', '< three', '< two']);
  });

  it('T-63 feeds garbage among good ones: the good are shown, the garbage is quarantined once and given up', async () => {
    const { bob, conversation, aliceDid } = p;
    await aliceSays('good');
    const garbage = {
      id: 'poison',
      sender_did: aliceDid,
      payload: base64Encode(new Uint8Array(400)),
      timestamp: 1,
    };
    const acknowledged: string[] = [];
    network.alter('ACKNOWLEDGE_PENDING_EVENTS', () => undefined);
    alterEvents((rows) => (acknowledged.includes('poison') ? rows : [garbage, ...rows]));
    for (let pass = 0; pass < 4; pass++) {
      await bob.sync();
      await bob.restart();
    }
    expect(await texts(bob, conversation.bob)).toEqual(['< good']);
    expect(await bob.app.tables.quarantine.getAll()).toMatchObject([
      { attempts: expect.any(Number), senderDid: aliceDid },
    ]);
    const body = bob.requests
      .map((request) => request.body)
      .filter((text) => text.includes('ACKNOWLEDGE_PENDING_EVENTS'));
    expect(body.some((text) => text.includes('"poison"'))).toBe(true);
    await aliceSays('after');
    await bob.sync();
    expect(await texts(bob, conversation.bob)).toEqual(['< good', '< after']);
  });

  it('T-39 T-40 feeds back our own ciphertext, and messages under another name: nothing is shown', async () => {
    const { alice, bob, aliceKey, conversation, aliceDid } = p;
    await say(bob, aliceKey, 'mine');
    await bob.drain();
    const sent = bob.requests
      .filter(({ body }) => body.includes('"SEND_EVENT'))
      .flatMap(({ body }) => {
        const { payload } = JSON.parse(body) as {
          payload: { payload?: string; events?: { payload: string }[] };
        };
        return payload.payload === undefined
          ? (payload.events ?? []).map((one) => one.payload)
          : [payload.payload];
      });
    expect(sent.length).toBeGreaterThan(0);
    alterEvents((rows) => [
      ...rows,
      ...sent.map((payload, at) => ({ id: `own-${at}`, sender_did: aliceDid, payload, timestamp: 1 })),
    ]);
    for (let pass = 0; pass < 4; pass++) await bob.sync();
    expect(await texts(bob, conversation.bob)).toEqual(['> mine']);
    expect((await bob.app.tables.quarantine.getAll()).map(({ reason }) => reason)).toContain('signature');
    await alice.sync();
    expect(await texts(alice, conversation.alice)).toEqual(['< mine']);
  });

  it('T-44 lists an altered contract, and one completed twice: neither is taken', async () => {
    const { alice, bob, bobDid, aliceKey } = p;
    const before = await bob.app.tables.contracts.getAll();
    const known = before[0]!;
    const mallory = encodeAgreementKey((await generateAgreement()).publicKey);
    const { signed } = known;
    network.alter('QUERY_COMMUNICATION_CONTRACTS', () => ({
      contracts: [
        { ...signed, contract: { ...signed.contract, recipient_encryption_public_key: mallory } },
        { ...signed, contract: { ...signed.contract, expires_at: signed.contract.expires_at + 1 } },
        { ...signed, recipient_signature: signed.requestor_signature },
      ].map((one) => ({ contract_id: contractId(one.contract), signed_contract: one })),
      next_cursor: null,
    }));
    await bob.sync();
    await bob.restart();
    await bob.sync();
    expect(await bob.app.tables.contracts.getAll()).toEqual(before);
    expect((await bob.app.tables.contacts.get(`0/${aliceKey}`))?.contractIds).toEqual([known.contractId]);
    expect(parseDid(bobDid).did).toBe(bobDid);
    expect(alice.errors).toEqual([]);
  });

  it('T-71 T-72 forwards a request made for somebody else: it is refused', async () => {
    const { alice, bob, bobDid } = p;
    const carol = await nodeCompanion();
    const carolDid = await carol.begin('Carol', p.mediators[0].did);
    await alice.popup('contract_propose', { did: carolDid, note: 'for Carol only' });
    await alice.drain();
    // Carol opens what she got, and her accomplice at Bob's mediator re-encrypts it for him.
    const sent = alice.requests
      .map(({ body }) => body)
      .filter((body) => body.includes('"REQUEST_COMMUNICATION_CONTRACT"'));
    const { payload, header } = JSON.parse(sent.at(-1)!) as {
      payload: { encrypted_request: string; requestor_ephemeral_public_key: string };
      header: { sender_did: string };
    };
    const carolKeys = await carol.app.keyring.identity(0);
    const opened = await openRequest(payload.encrypted_request, {
      preKeyAgreer: carolKeys.preKey,
      outerEphemeral: payload.requestor_ephemeral_public_key,
      senderDid: header.sender_did,
      ownDid: carolDid,
      now: Math.floor(Date.now() / 1000),
    });
    const { agreer } = await generateAgreement();
    await expect(encryptRequest(opened.signed, agreer, parseDid(bobDid).preKey)).rejects.toThrow();
    network.alter('QUERY_PENDING_COMMUNICATION_CONTRACT_REQUESTS', () => ({
      requests: [
        {
          ...payload,
          id: 'forwarded',
          sender_did: header.sender_did,
          timestamp: Math.floor(Date.now() / 1000),
        },
        {
          encrypted_request: base64Encode(base64Decode(payload.encrypted_request).reverse()),
          requestor_ephemeral_public_key: payload.requestor_ephemeral_public_key,
          id: 'garbage',
          sender_did: header.sender_did,
          timestamp: 1,
        },
      ],
      next_cursor: null,
    }));
    await bob.sync();
    expect(await bob.popup('requests_list', undefined)).toEqual([]);
    await carol.stop();
  });
});
