import type { Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { newNonce } from '../../../lib/protocol/commands.ts';
import { parseServerFrame, type ServerFrame, signAuthenticate } from '../../../lib/protocol/socket-frames.ts';
import {
  agree,
  ask,
  ciphertext,
  clientId,
  codeOf,
  makeIdentity,
  makeRequest,
  newcomer,
  pair,
  type TestIdentity,
  target,
} from '../../support/mediator-client.ts';
import { type RunningMediator, startMediator } from '../../support/start-mediator.ts';

let mediator: RunningMediator;
beforeAll(async () => {
  mediator = await startMediator({
    limits: {
      socket_auth_ms: 1_500,
      unauthenticated_per_minute: 100_000,
      events_burst: 20_000,
      pending_events: 20_000,
    },
  });
}, 60_000);
afterAll(() => mediator.stop());

interface Client {
  socket: WebSocket;
  frames: ServerFrame[];
  texts: string[];
  closed: Promise<number>;
}

async function open(to = mediator): Promise<Client> {
  const socket = new WebSocket(`${to.url.replace('http', 'ws')}/commands`);
  const client: Client = {
    socket,
    frames: [],
    texts: [],
    closed: new Promise((resolve) => socket.on('close', resolve)),
  };
  socket.on('message', (data) => {
    const text = data.toString();
    client.texts.push(text);
    if (text.startsWith('{')) client.frames.push(parseServerFrame(text));
  });
  socket.on('error', () => {});
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  return client;
}

const frameOf = (identity: TestIdentity, parts: object = {}) =>
  signAuthenticate(
    { did: identity.did, mediatorDid: mediator.did, timestamp: Date.now(), nonce: newNonce(), ...parts },
    identity.signer,
  );

async function connectAs(identity: TestIdentity): Promise<Client> {
  const client = await open();
  client.socket.send(JSON.stringify(await frameOf(identity)));
  await expect.poll(() => client.frames[0]).toEqual({ type: 'AUTH_SUCCESS' });
  return client;
}

const typesOf = (client: Client) => client.frames.map(({ type }) => type);
const sendEvent = (from: TestIdentity, to: TestIdentity, bytes = 400) =>
  codeOf(mediator, from, { type: 'SEND_EVENT', id: clientId(), payload: ciphertext(bytes) }, to.did);

describe('authentication', () => {
  it('opens with AUTH_SUCCESS and answers ping', async () => {
    const client = await connectAs(await newcomer(mediator, 'alice'));
    client.socket.send('ping');
    await expect.poll(() => client.texts.at(-1)).toBe('pong');
    client.socket.close();
  });

  it('fails with AUTH_FAILED and 4401 for what is forged, old, replayed, unregistered or another’s', async () => {
    const alice = await newcomer(mediator, 'alice');
    const used = await frameOf(alice);
    const first = await open();
    first.socket.send(JSON.stringify(used));
    await expect.poll(() => typesOf(first)).toContain('AUTH_SUCCESS');
    const wrong: [unknown, string][] = [
      [used, 'NONCE_REUSED'],
      [{ ...(await frameOf(alice)), nonce: newNonce() }, 'INVALID_SIGNATURE'],
      [await frameOf(alice, { timestamp: Date.now() - 400_000 }), 'TIMESTAMP_OUT_OF_RANGE'],
      [await frameOf(makeIdentity(mediator.did, 'nobody')), 'NOT_REGISTERED'],
      [await frameOf(alice, { mediatorDid: 'did:web:other.example' }), 'INVALID_COMMAND'],
      ['hello', 'INVALID_COMMAND'],
      [{ type: 'AUTHENTICATE' }, 'INVALID_COMMAND'],
    ];
    for (const [frame, code] of wrong) {
      const client = await open();
      client.socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame));
      expect(await client.closed).toBe(4401);
      expect(client.frames).toEqual([{ type: 'AUTH_FAILED', code }]);
    }
    first.socket.close();
  });

  it('has its time: who says nothing is closed, and blamed for nothing else', async () => {
    const client = await open();
    expect(await client.closed).toBe(4401);
    expect(client.frames).toEqual([{ type: 'AUTH_FAILED' }]);
  });

  it('frames that are too large, binary or senseless close the socket', async () => {
    const large = await open();
    large.socket.send('x'.repeat(300_000));
    expect(await large.closed).toBe(1009);
    const binary = await open();
    binary.socket.send(Buffer.from([1, 2, 3]));
    expect(await binary.closed).toBe(1003);
    const senseless = await connectAs(await newcomer(mediator, 'alice'));
    senseless.socket.send('{"type":"SEND_EVENT"}');
    expect(await senseless.closed).toBe(1008);
    const flood = await connectAs(await newcomer(mediator, 'alice'));
    for (let i = 0; i < 60; i++) flood.socket.send('ping');
    expect(await flood.closed).toBe(1008);
  });

  it('is only at the endpoint', async () => {
    const socket = new WebSocket(`${mediator.url.replace('http', 'ws')}/elsewhere`);
    const message = await new Promise<string>((resolve) =>
      socket.once('error', (error) => resolve(error.message)),
    );
    expect(message).toContain('404');
  });
});

describe('hints', () => {
  it('tell of events, requests and contracts, to every socket of the identity and to nobody else', async () => {
    const { alice, bob } = await pair(mediator);
    const [one, two, other] = [await connectAs(bob), await connectAs(bob), await connectAs(alice)];
    await sendEvent(alice, bob);
    for (const client of [one, two]) await expect.poll(() => typesOf(client)).toContain('PENDING_EVENTS');
    expect(one.frames.at(-1)).toMatchObject({ events: [{ id: '1', sender_did: alice.did }] });

    const stranger = makeIdentity('did:web:elsewhere.example', 'stranger');
    const { signed, payload } = await makeRequest(stranger, target(bob));
    await ask(mediator, stranger, payload, bob.did);
    await expect.poll(() => one.frames.at(-1)).toEqual({ type: 'PENDING_CONTRACT_REQUESTS', count: 1 });
    const late = await connectAs(bob);
    await expect
      .poll(() => typesOf(late))
      .toEqual(['AUTH_SUCCESS', 'PENDING_EVENTS', 'PENDING_CONTRACT_REQUESTS']);

    expect(signed.contract.recipient_did).toBe(bob.did);
    const signed_contract = await agree(alice, bob);
    await ask(mediator, bob, { type: 'SAVE_COMMUNICATION_CONTRACT', signed_contract });
    for (const client of [one, two, other])
      await expect.poll(() => typesOf(client)).toContain('CONTRACTS_CHANGED');
    expect(typesOf(other)).toEqual(['AUTH_SUCCESS', 'CONTRACTS_CHANGED']);
    for (const client of [one, two, other, late]) client.socket.close();
  });

  it('are not given for what is refused or repeated', async () => {
    const { alice, bob } = await pair(mediator);
    const client = await connectAs(bob);
    const event = { type: 'SEND_EVENT', id: clientId(), payload: ciphertext() } as const;
    await ask(mediator, alice, event, bob.did);
    await ask(mediator, alice, event, bob.did);
    await codeOf(mediator, alice, { ...event, payload: ciphertext() }, bob.did);
    client.socket.send('ping');
    await expect.poll(() => client.texts.at(-1)).toBe('pong');
    expect(typesOf(client)).toEqual(['AUTH_SUCCESS', 'PENDING_EVENTS']);
    client.socket.close();
  });

  it('T-47 go to four sockets; a fifth takes the place of the oldest', async () => {
    const { alice, bob } = await pair(mediator);
    const clients: Client[] = [];
    for (let i = 0; i < 5; i++) clients.push(await connectAs(bob));
    expect(await clients[0]!.closed).toBe(4409);
    await sendEvent(alice, bob);
    for (const client of clients.slice(1))
      await expect.poll(() => typesOf(client)).toContain('PENDING_EVENTS');
    for (const client of clients) client.socket.close();
  });

  it('T-53 a slow reader is closed and loses nothing', async () => {
    const { alice, bob } = await pair(mediator);
    const client = await connectAs(bob);
    const raw = Reflect.get(client.socket, '_socket') as Socket;
    raw.pause();
    let sent = 0;
    const isOpen = () => client.socket.readyState === WebSocket.OPEN;
    const watcher = await connectAs(bob);
    // Past the kernel's buffers and 1 MiB of ours; the other socket of the same person goes on hearing.
    for (; sent < 140; sent++) expect(await sendEvent(alice, bob, 60_000)).toBe('SUCCESS');
    expect(isOpen()).toBe(true);
    raw.resume();
    expect([1013, 1006]).toContain(await client.closed);
    await expect.poll(() => typesOf(watcher).filter((type) => type === 'PENDING_EVENTS').length).toBe(sent);
    let read = 0;
    let cursor: string | null = null;
    do {
      const page: { pending_events: unknown[]; next_cursor: string | null } =
        await ask<'QUERY_PENDING_EVENTS'>(mediator, bob, { type: 'QUERY_PENDING_EVENTS', cursor });
      read += page.pending_events.length;
      cursor = page.next_cursor;
    } while (cursor);
    expect(read).toBe(sent);
    watcher.socket.close();
  }, 60_000);
});

describe('T-45 half-dead sockets', () => {
  it('are asked for a sign of life and dropped without one', async () => {
    const own = await startMediator({
      limits: { socket_silence_ms: 3_000, unauthenticated_per_minute: 1000 },
    });
    const alice = await newcomer(own, 'alice');
    const [silent, lively] = [await open(own), await open(own)];
    for (const client of [silent, lively]) {
      client.socket.send(JSON.stringify(await frameOf(alice, { mediatorDid: own.did })));
    }
    lively.socket.on('message', (data) => {
      if (data.toString() === 'ping') lively.socket.send('pong');
    });
    expect(await silent.closed).toBe(1006);
    expect(silent.texts).toContain('ping');
    expect(lively.socket.readyState).toBe(WebSocket.OPEN);
    await own.stop();
    expect(await lively.closed).toBe(1001);
  }, 30_000);
});
