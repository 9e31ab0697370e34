import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  ciphertext,
  clientId,
  codeOf,
  pair,
  post,
  type TestIdentity,
} from '../../support/mediator-client.ts';
import { type RunningMediator, startMediator } from '../../support/start-mediator.ts';

let mediator: RunningMediator;
let alice: TestIdentity;
let bob: TestIdentity;
beforeAll(async () => {
  mediator = await startMediator({
    limits: { headers_timeout_ms: 1_500, request_timeout_ms: 2_500, unauthenticated_per_minute: 100_000 },
  });
  ({ alice, bob } = await pair(mediator));
}, 60_000);
afterAll(() => mediator.stop());

const healthy = () =>
  codeOf(mediator, alice, { type: 'SEND_EVENT', id: clientId(), payload: ciphertext() }, bob.did);
const residentMiB = () => {
  const status = readFileSync(`/proc/${mediator.pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
};

/** A raw connection: what it received, and when the other side closed it. */
function dial(first: string): { socket: Socket; received(): string; closed: Promise<number> } {
  const start = Date.now();
  const socket = connect(mediator.port, '127.0.0.1');
  let text = '';
  socket.on('data', (chunk) => {
    text += chunk.toString();
  });
  socket.on('error', () => {});
  socket.on('connect', () => socket.write(first));
  const closed = new Promise<number>((resolve) => socket.on('close', () => resolve(Date.now() - start)));
  return { socket, received: () => text, closed };
}

const HEAD = 'POST /commands HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n';

describe('T-51 what is too large', () => {
  it('is refused by its announced length before it is sent', async () => {
    const call = dial(`${HEAD}Content-Length: 104857600\r\n\r\n{`);
    await expect.poll(call.received).toContain('413');
    expect(call.received()).toContain('PAYLOAD_TOO_LARGE');
    await call.closed;
    expect(await healthy()).toBe('SUCCESS');
  });

  it('is refused with 300 KiB, and the caller reads why', async () => {
    const response = await post(mediator, 'x'.repeat(300 * 1024));
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({ type: 'ERROR', code: 'PAYLOAD_TOO_LARGE' });
  });

  it('is cut off while streaming, and nothing of it is kept', async () => {
    await healthy();
    const before = residentMiB();
    const call = dial(`${HEAD}Transfer-Encoding: chunked\r\n\r\n`);
    const chunk = `10000\r\n${'x'.repeat(65_536)}\r\n`;
    let sent = 0;
    const pump = () => {
      while (!call.socket.destroyed && sent < 100 * 1_048_576) {
        sent += 65_536;
        if (!call.socket.write(chunk)) return;
      }
    };
    call.socket.on('drain', pump);
    call.socket.on('connect', pump);
    await call.closed;
    expect(sent).toBeLessThan(100 * 1_048_576);
    expect(residentMiB() - before).toBeLessThan(40);
    expect(await healthy()).toBe('SUCCESS');
  });

  it('is refused as deep or wide JSON without slowing anybody down', async () => {
    const bodies = [
      '['.repeat(5_000) + ']'.repeat(5_000),
      '['.repeat(250_000),
      `{"header":${'{"a":'.repeat(40_000)}1${'}'.repeat(40_000)}}`,
      `{${Array.from({ length: 20_000 }, (_, i) => `"k${i}":1`).join(',')}}`,
      `[${'0,'.repeat(120_000)}0]`,
    ];
    for (const body of bodies) {
      const response = await post(mediator, body);
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({ code: 'INVALID_COMMAND' });
    }
    expect(await healthy()).toBe('SUCCESS');
  });

  it('is refused as headers', async () => {
    const call = dial(`GET /health HTTP/1.1\r\nHost: x\r\nX: ${'a'.repeat(20_000)}\r\n\r\n`);
    await call.closed;
    expect(call.received()).toContain('431');
  });
});

describe('T-52 what is slow', () => {
  it('is closed in time: headers, bodies and handshakes that never end, while others are served', async () => {
    const openings = [
      'POST /commands HTTP/1.1\r\nHost: 127.0.0.1\r\n',
      `${HEAD}Content-Length: 1000\r\n\r\n{`,
      'GET /commands HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n',
    ];
    const calls = Array.from({ length: 150 }, (_, i) => dial(openings[i % 3]!));
    const drip = setInterval(() => {
      for (const { socket } of calls) if (!socket.destroyed) socket.write('a');
    }, 250);
    const times: number[] = [];
    for (let i = 0; i < 20; i++) {
      const start = Date.now();
      expect(await healthy()).toBe('SUCCESS');
      times.push(Date.now() - start);
    }
    const closed = await Promise.all(calls.map((call) => call.closed));
    clearInterval(drip);
    expect(Math.max(...closed)).toBeLessThan(15_000);
    expect(times.sort((a, b) => a - b)[10]).toBeLessThan(500);
  }, 30_000);
});
