import type { IncomingMessage, Server } from 'node:http';
import { performance } from 'node:perf_hooks';
import type { Duplex } from 'node:stream';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import { SOCKET_CLOSE_UNAUTHENTICATED } from '../../lib/protocol/wire.ts';
import type { MediatorContext } from '../context/mediator-context.ts';
import { Refusal } from '../errors/refusal.ts';
import { addressOf } from '../http/address-of.ts';
import { authenticateSocket } from './authenticate-socket.ts';
import { firstHints } from './first-hints.ts';
import { Session } from './session.ts';

export interface SocketServer {
  /** Closes every socket (1001), and lets no other be opened. */
  close(): void;
}

const TICK_MS = 1_000;
const GOING_AWAY = 1001;
const POLICY = 1008;
const BINARY = 1003;

/**
 * The WebSocket side of the endpoint: authenticate, then get hints. A socket carries no commands, so losing one loses
 * nothing. What a stranger can hold open is bounded in number and in time, what a slow reader can make us keep in bytes.
 */
export function attachSockets(
  server: Server,
  mediator: MediatorContext,
  options: { path: string; trustedProxies: number },
): SocketServer {
  const { limits } = mediator;
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: limits.frame_bytes,
    perMessageDeflate: false,
    clientTracking: false,
  });
  const sessions = new Map<WebSocket, Session>();
  const unauthenticated = new Map<string, number>();
  let unauthenticatedInAll = 0;

  function countUnauthenticated(address: string, by: 1 | -1): void {
    unauthenticatedInAll += by;
    const count = (unauthenticated.get(address) ?? 0) + by;
    if (count > 0) unauthenticated.set(address, count);
    else unauthenticated.delete(address);
  }

  function onUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const address = addressOf(request, options.trustedProxies);
    const full =
      unauthenticatedInAll >= limits.unauthenticated_sockets ||
      (unauthenticated.get(address) ?? 0) >= limits.unauthenticated_sockets_per_address;
    if (request.url?.split('?')[0] !== options.path) refuseUpgrade(socket, '404 Not Found');
    else if (full) refuseUpgrade(socket, '429 Too Many Requests');
    else sockets.handleUpgrade(request, socket, head, (opened) => open(opened, address));
  }

  function open(socket: WebSocket, address: string): void {
    const session = new Session(socket, address, limits.socket_buffer_bytes, performance.now());
    sessions.set(socket, session);
    countUnauthenticated(address, 1);
    session.deadline = setTimeout(refuse, limits.socket_auth_ms, session);
    session.deadline.unref();
    socket.on('message', onMessage);
    socket.on('close', onClose);
    socket.on('error', onError);
  }

  function onMessage(this: WebSocket, data: RawData, isBinary: boolean): void {
    const session = sessions.get(this);
    if (!session) return;
    session.received(performance.now());
    const text = data.toString();
    if (isBinary) session.close(BINARY, 'text only');
    else if (++session.frames > limits.socket_frames_per_second) session.close(POLICY, 'too many frames');
    else if (session.did === null) void authenticate(session, text);
    else if (text === 'ping') session.send('pong');
    else if (text !== 'pong') session.close(POLICY, 'unexpected frame');
  }

  async function authenticate(session: Session, text: string): Promise<void> {
    if (session.authenticating) {
      session.close(POLICY, 'unexpected frame');
      return;
    }
    session.authenticating = true;
    try {
      const identity = await authenticateSocket(mediator, text, session.address);
      if (session.socket.readyState !== session.socket.OPEN) return;
      endAuthentication(session);
      session.did = identity.did;
      mediator.hub.add(identity.did, session, limits.sockets_per_identity);
      session.send('{"type":"AUTH_SUCCESS"}');
      for (const hint of await firstHints(mediator, identity)) session.send(hint);
    } catch (error) {
      if (!(error instanceof Refusal)) mediator.log.error({ err: error }, 'socket failed');
      refuse(session, error instanceof Refusal ? error.code : 'INTERNAL_ERROR');
    }
  }

  function endAuthentication(session: Session): void {
    if (session.deadline === null) return;
    clearTimeout(session.deadline);
    session.deadline = null;
    countUnauthenticated(session.address, -1);
  }

  /** `code` is left out when the time is over: none says that. */
  function refuse(session: Session, code?: string): void {
    session.send(JSON.stringify({ type: 'AUTH_FAILED', code }));
    session.close(SOCKET_CLOSE_UNAUTHENTICATED, 'not authenticated');
  }

  function onClose(this: WebSocket): void {
    const session = sessions.get(this);
    sessions.delete(this);
    if (!session) return;
    endAuthentication(session);
    if (session.did !== null) mediator.hub.remove(session.did, session);
  }

  // The close that follows tells everything; without a listener the process would end.
  function onError(): void {}

  /** One timer for all: a socket without a frame for a while is pinged, and ended when none follows (T-45). */
  function tick(): void {
    const now = performance.now();
    for (const session of sessions.values()) {
      session.frames = 0;
      const silence = now - session.lastFrameAt;
      if (silence > limits.socket_silence_ms) session.socket.terminate();
      else if (silence > limits.socket_silence_ms / 2) session.ping();
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
