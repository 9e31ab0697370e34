import { request as httpRequest } from 'node:http';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { Random } from './random.ts';

/** What goes wrong while the proxy is bad, each a probability. */
export interface Weather {
  /** A connection is cut at a chunk of it: before a request, within it, or before its answer. */
  drop: number;
  /** A request is sent to the mediator a second time, byte for byte, some time later. */
  duplicate: number;
  /** Longest delay of a chunk, milliseconds; requests on other connections overtake. */
  delay: number;
  /** A connection falls silent for good without being closed: half open. */
  halfOpen: number;
}

export interface ChaosProxy {
  readonly port: number;
  /** The weather from now on; null is a good day, on which what is half open stays so until somebody gives it up. */
  setWeather(weather: Weather | null): void;
  /** How often each thing happened. */
  counts(): Record<'connections' | 'dropped' | 'duplicated' | 'delayed' | 'halfOpen', number>;
  stop(): Promise<void>;
}

/** A TCP proxy on 127.0.0.1 in front of a mediator, with bad weather whose chance comes from `random`. */
export async function startChaosProxy(targetPort: number, random: Random, port = 0): Promise<ChaosProxy> {
  let weather: Weather | null = null;
  const counts = { connections: 0, dropped: 0, duplicated: 0, delayed: 0, halfOpen: 0 };
  const open = new Set<Socket>();
  const hanging = new Set<Socket>();

  function again(head: Buffer): void {
    const text = head.toString('latin1');
    const at = text.indexOf('\r\n\r\n');
    if (!text.startsWith('POST ') || at < 0) return;
    const body = head.subarray(at + 4);
    const length = Number(/content-length: *(\d+)/i.exec(text)?.[1]);
    // Only a request that came as a whole is worth repeating.
    if (body.length !== length) return;
    counts.duplicated += 1;
    const repeat = httpRequest({
      host: '127.0.0.1',
      port: targetPort,
      method: 'POST',
      path: text.split(' ')[1] ?? '/',
      headers: { 'content-type': 'application/json', 'content-length': length },
    });
    repeat.on('error', () => undefined);
    repeat.on('response', (response) => response.resume());
    void delay(random.below(500)).then(() => repeat.end(body));
  }

  function carry(from: Socket, to: Socket, isRequest: boolean): void {
    let tail: Promise<void> = Promise.resolve();
    from.on('data', (chunk: Buffer) => {
      const now = weather;
      if (hanging.has(from)) return;
      if (now !== null && random.chance(now.halfOpen)) {
        counts.halfOpen += 1;
        hanging.add(from).add(to);
        return;
      }
      if (now !== null && random.chance(now.drop)) {
        // The request never comes, comes in part, or comes as a whole and only its answer does not.
        counts.dropped += 1;
        if (!to.destroyed && random.chance(0.6)) to.write(chunk.subarray(0, random.below(chunk.length * 2)));
        tail = tail.then(() => {
          from.destroy();
          to.end();
        });
        return;
      }
      if (isRequest && now !== null && random.chance(now.duplicate)) again(chunk);
      // Most are a little late, some very.
      const wait = now === null ? 0 : random.below(random.chance(0.3) ? now.delay : now.delay / 10);
      if (wait > 0) counts.delayed += 1;
      tail = tail.then(async () => {
        if (wait > 0) await delay(wait);
        if (!to.destroyed) to.write(chunk);
      });
    });
    from.on('end', () => void tail.then(() => to.end()));
  }

  const server: Server = createServer((client) => {
    counts.connections += 1;
    open.add(client);
    client.on('error', () => undefined);
    const upstream = connect(targetPort, '127.0.0.1');
    open.add(upstream);
    upstream.on('error', () => client.destroy());
    carry(client, upstream, true);
    carry(upstream, client, false);
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      one.on('close', () => {
        open.delete(one);
        hanging.delete(one);
        other.destroy();
      });
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.on('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The proxy has no port.');
  return {
    port: address.port,
    setWeather(next) {
      weather = next;
    },
    counts: () => ({ ...counts }),
    async stop() {
      for (const socket of open) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
