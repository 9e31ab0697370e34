import type { IncomingMessage, Server } from 'node:http';
import { performance } from 'node:perf_hooks';
import type { Duplex } from 'node:stream';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import { SOCKET_CLOSE_UNAUTHENTICATED } from '../../lib/protocol/wire.ts';
import type { CommandHouse } from '../dispatch/run-command.ts';
import { Refusal } from '../errors/refusal.ts';
import { addressOf } from '../http/address-of.ts';
import { authenticateSocket } from './authenticate-socket.ts';
import { firstHints } from './first-hints.ts';
import { Session } from './session.ts';

export interface SocketServer {
  /** Says goodbye to everybody (1001). */
  close(): void;
}

const TICK_MS = 1_000;
const GOING_AWAY = 1001;
const POLICY = 1008;
const BINARY = 1003;

/**
 * The WebSocket side of the endpoint: authenticate, then hear hints. A socket carries no commands, so losing one loses
 * nothing. What a stranger can hold open is bounded in number and in time, what a slow reader can make us keep in bytes.
 */
export function attachSockets(
  server: Server,
  house: CommandHouse,
  options: { path: string; trustedProxies: number },
): SocketServer {
  const { limits } = house;
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: limits.frame_bytes,
    perMessageDeflate: false,
    clientTracking: false,
  });
  const sessions = new Map<WebSocket, Session>();
  const strangers = new Map<string, number>();
  let strangersInAll = 0;

  function countStranger(address: string, by: 1 | -1): void {
    strangersInAll += by;
    const count = (strangers.get(address) ?? 0) + by;
    if (count > 0) strangers.set(address, count);
    else strangers.delete(address);
  }

  function onUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const address = addressOf(request, options.trustedProxies);
    const full =
      strangersInAll >= limits.unauthenticated_sockets ||
      (strangers.get(address) ?? 0) >= limits.unauthenticated_sockets_per_address;
    if (request.url?.split('?')[0] !== options.path) refuseUpgrade(socket, '404 Not Found');
    else if (full) refuseUpgrade(socket, '429 Too Many Requests');
    else sockets.handleUpgrade(request, socket, head, (opened) => open(opened, address));
  }

  function open(socket: WebSocket, address: string): void {
    const session = new Session(socket, address, limits.socket_buffer_bytes, performance.now());
    sessions.set(socket, session);
    countStranger(address, 1);
    session.deadline = setTimeout(refuse, limits.socket_auth_ms, session);
    session.deadline.unref();
    socket.on('message', onMessage);
    socket.on('close', onClose);
    socket.on('error', onError);
  }

  function onMessage(this: WebSocket, data: RawData, isBinary: boolean): void {
    const session = sessions.get(this);
    if (!session) return;
    session.heard(performance.now());
    const text = data.toString();
    if (isBinary) session.close(BINARY, 'text only');
    else if (++session.frames > limits.socket_frames_per_second) session.close(POLICY, 'too many frames');
    else if (session.did === null) void admit(session, text);
    else if (text === 'ping') session.hear('pong');
    else if (text !== 'pong') session.close(POLICY, 'unexpected frame');
  }

  async function admit(session: Session, text: string): Promise<void> {
    if (session.authenticating) {
      session.close(POLICY, 'unexpected frame');
      return;
    }
    session.authenticating = true;
    try {
      const identity = await authenticateSocket(house, text, session.address);
      if (session.socket.readyState !== session.socket.OPEN) return;
      settle(session);
      session.did = identity.did;
      house.hub.add(identity.did, session, limits.sockets_per_identity);
      session.hear('{"type":"AUTH_SUCCESS"}');
      for (const hint of await firstHints(house, identity)) session.hear(hint);
    } catch (error) {
      if (!(error instanceof Refusal)) house.log.error({ err: error }, 'socket failed');
      refuse(session, error instanceof Refusal ? error.code : 'INTERNAL_ERROR');
    }
  }

  function settle(session: Session): void {
    if (session.deadline === null) return;
    clearTimeout(session.deadline);
    session.deadline = null;
    countStranger(session.address, -1);
  }

  /** `code` is left out when the time is over: none says that. */
  function refuse(session: Session, code?: string): void {
    session.hear(JSON.stringify({ type: 'AUTH_FAILED', code }));
    session.close(SOCKET_CLOSE_UNAUTHENTICATED, 'not authenticated');
  }

  function onClose(this: WebSocket): void {
    const session = sessions.get(this);
    sessions.delete(this);
    if (!session) return;
    settle(session);
    if (session.did !== null) house.hub.remove(session.did, session);
  }

  // The close that follows tells everything; without a listener the process would end.
  function onError(): void {}

  /** One timer for all: a quiet socket is asked, a silent one is taken for dead (T-45). */
  function tick(): void {
    const now = performance.now();
    for (const session of sessions.values()) {
      session.frames = 0;
      const silence = now - session.heardAt;
      if (silence > limits.socket_silence_ms) session.socket.terminate();
      else if (silence > limits.socket_silence_ms / 2) session.ask();
    }
  }
  const timer = setInterval(tick, TICK_MS);
  timer.unref();
  server.on('upgrade', onUpgrade);

  return {
    close() {
      clearInterval(timer);
      server.off('upgrade', onUpgrade);
      server.on('upgrade', (_, socket) => refuseUpgrade(socket, '503 Service Unavailable'));
      for (const session of sessions.values()) session.close(GOING_AWAY, 'the mediator stops');
    },
  };
}

function refuseUpgrade(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
  socket.on('error', () => {});
}
