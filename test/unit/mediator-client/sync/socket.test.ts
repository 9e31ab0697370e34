import { once } from 'node:events';
import { createServer } from 'node:net';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { WebSocket as NodeWebSocket } from 'ws';
import { openMediatorSocket } from '../../../../lib/mediator-client/sync/socket.ts';
import { createLog, createLogBuffer } from '../../../../lib/platform/log.ts';
import { FakeSocket, fakeWebSocket, lastSocket } from '../support/fake-socket.ts';
import { manualTime } from '../support/manual-time.ts';

interface Changes {
  WebSocket?: new (url: string) => WebSocket;
  keepAlive?: () => void;
  url?: () => Promise<string>;
  authenticate?: () => Promise<string>;
}

function open(changes: Changes = {}) {
  const time = manualTime();
  const said: string[] = [];
  const socket = openMediatorSocket({
    WebSocket: fakeWebSocket,
    timers: time.timers,
    log: createLog('socket', { buffer: createLogBuffer(), clock: time.clock }),
    random: () => 0.5,
    url: async () => 'wss://mediator.example/commands',
    authenticate: async () => 'signed frame',
    onConnected: () => void said.push('connected'),
    onHint: (hint) => void said.push(hint),
    onDisconnected: () => void said.push('disconnected'),
    ...changes,
  });
  return { socket, time, said };
}

async function connected(changes: Changes = {}) {
  const opened = open(changes);
  await opened.time.advance(0);
  lastSocket().onopen?.();
  await opened.time.advance(0);
  lastSocket().says({ type: 'AUTH_SUCCESS' });
  return opened;
}

beforeEach(() => {
  FakeSocket.made = [];
});

describe('the socket', () => {
  it('authenticates first, then passes hints on', async () => {
    const { socket, said } = await connected();
    expect(lastSocket().url).toBe('wss://mediator.example/commands');
    expect(lastSocket().sent).toEqual(['signed frame']);
    lastSocket().says({ type: 'PENDING_EVENTS', events: [] });
    lastSocket().says({ type: 'PENDING_CONTRACT_REQUESTS', count: 2 });
    lastSocket().says({ type: 'CONTRACTS_CHANGED' });
    expect(said).toEqual(['connected', 'events', 'requests', 'contracts']);
    expect(socket.isConnected()).toBe(true);
  });

  it('hears nothing before it is authenticated', async () => {
    const { time, said } = open();
    await time.advance(0);
    lastSocket().onopen?.();
    lastSocket().says({ type: 'CONTRACTS_CHANGED' });
    expect(said).toEqual([]);
  });

  it('L-01 pings every 20 s and calls keepAlive with it', async () => {
    const calls: number[] = [];
    const { time } = await connected({ keepAlive: () => void calls.push(calls.length) });
    for (let round = 1; round <= 3; round++) {
      await time.advance(20_000);
      expect(lastSocket().sent.filter((text) => text === 'ping')).toHaveLength(round);
      expect(calls).toHaveLength(round);
      lastSocket().says('pong');
    }
    expect(FakeSocket.made).toHaveLength(1);
  });

  it('T-45 takes a connection for dead that does not answer a ping, and connects anew', async () => {
    const { time, said, socket } = await connected();
    await time.advance(27_999);
    expect(socket.isConnected()).toBe(true);
    await time.advance(1);
    expect(said).toEqual(['connected', 'disconnected']);
    expect(FakeSocket.made[0]?.isClosed).toBe(true);
    FakeSocket.made[0]?.says({ type: 'CONTRACTS_CHANGED' });
    await time.advance(1_000);
    expect(FakeSocket.made).toHaveLength(2);
    lastSocket().onopen?.();
    await time.advance(0);
    lastSocket().says({ type: 'AUTH_SUCCESS' });
    expect(said).toEqual(['connected', 'disconnected', 'connected']);
  });

  it('waits longer after each failure, up to a minute, and hurries when told', async () => {
    const { time, socket } = open();
    await time.advance(0);
    const gaps: number[] = [];
    for (let attempt = 0; attempt < 9; attempt++) {
      const before = time.clock.now();
      const made = FakeSocket.made.length;
      lastSocket().onclose?.();
      while (FakeSocket.made.length === made) await time.advance(250);
      gaps.push(time.clock.now() - before);
    }
    expect(gaps[0]).toBeLessThanOrEqual(1_000);
    expect(gaps.at(-1)).toBeGreaterThan(30_000);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(60_250);
    lastSocket().onclose?.();
    const made = FakeSocket.made.length;
    socket.hurry();
    await time.advance(0);
    expect(FakeSocket.made).toHaveLength(made + 1);
  });

  it('gives up on a server that never lets it in', async () => {
    const { time } = open();
    await time.advance(0);
    lastSocket().onopen?.();
    await time.advance(17_000);
    expect(FakeSocket.made[0]?.isClosed).toBe(true);
    expect(FakeSocket.made).toHaveLength(2);
  });

  it('tries again after a refusal, a failing document, a failing signature', async () => {
    const refused = open();
    await refused.time.advance(0);
    lastSocket().onopen?.();
    lastSocket().says({ type: 'AUTH_FAILED', code: 'TIMESTAMP_OUT_OF_RANGE' });
    expect(refused.said).toEqual(['disconnected']);
    let tries = 0;
    const failing = async () => {
      tries += 1;
      throw new Error('no');
    };
    const lost = open({ url: failing });
    await lost.time.advance(5_000);
    expect(tries).toBeGreaterThan(1);
    const unsigned = open({ authenticate: failing });
    await unsigned.time.advance(0);
    lastSocket().onopen?.();
    await unsigned.time.advance(0);
    expect(unsigned.said).toEqual(['disconnected']);
  });

  it('drops whoever sends too much or no text', async () => {
    const large = await connected();
    lastSocket().says('x'.repeat(256 * 1024 + 1));
    expect(large.said).toEqual(['connected', 'disconnected']);
    const binary = await connected();
    lastSocket().onmessage?.({ data: new ArrayBuffer(8) });
    expect(binary.said).toEqual(['connected', 'disconnected']);
  });

  it('stays silent once closed', async () => {
    const { socket, time, said } = await connected();
    socket.close();
    lastSocket().says({ type: 'CONTRACTS_CHANGED' });
    await time.advance(120_000);
    expect(said).toEqual(['connected']);
    expect(FakeSocket.made).toHaveLength(1);
    expect(time.pending()).toBe(0);
  });

  it('can be closed while it still connects', async () => {
    const silent = createServer().listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const address = silent.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    const { socket } = open({
      WebSocket: NodeWebSocket as unknown as new (url: string) => WebSocket,
      url: async () => `ws://127.0.0.1:${address.port}`,
    });
    const [caller] = await once(silent, 'connection');
    socket.close();
    caller.resume();
    // `ws` tells of the abandoned handshake as an error of its own, which would end the process unheard.
    await once(caller, 'close');
    silent.close();
    expect(socket.isConnected()).toBe(false);
  });

  it('T-54 survives any frame', async () => {
    const { said } = await connected();
    const frame = fc.oneof(
      fc.string(),
      fc.json(),
      fc
        .record({
          type: fc.oneof(
            fc.constantFrom('PENDING_EVENTS', 'AUTH_SUCCESS', '__proto__', 'constructor'),
            fc.jsonValue(),
          ),
          events: fc.jsonValue(),
        })
        .map((json) => JSON.stringify(json)),
    );
    fc.assert(
      fc.property(frame, (text) => {
        lastSocket().says(text);
      }),
      { numRuns: Number(process.env.FUZZ_RUNS ?? 2_000) },
    );
    expect(said.every((word) => ['connected', 'events', 'requests', 'contracts'].includes(word))).toBe(true);
  });
});
