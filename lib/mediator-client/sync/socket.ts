/**
 * A connection that says "look now", and nothing else: what it announces is read by query, and a poll follows every
 * connection, so a socket that silently swallows everything costs time and no message (`security.md` T-45, T-47, L-01).
 */
import type { Log } from '../../platform/log.ts';
import type { Timers } from '../../platform/timers.ts';
import { backoffMs } from '../backoff.ts';
import { type SocketHint, socketHint } from './socket-hint.ts';

export interface SocketDeps {
  WebSocket: new (url: string) => WebSocket;
  timers: Timers;
  log: Log;
  random?: () => number;
  /** `ws` or `wss` URL of the mediator, asked for before each try. */
  url(): Promise<string>;
  /** The signed `AUTHENTICATE` frame, made for each try. */
  authenticate(): Promise<string>;
  /** Authenticated: poll now. */
  onConnected(): void;
  onHint(hint: SocketHint): void;
  /** Lost, or could not be made; another try follows by itself. */
  onDisconnected(): void;
  /** Called every 20 s while connected. Firefox counts only calls of extension APIs as a reason to stay awake. */
  keepAlive?: (() => void) | undefined;
}

export interface MediatorSocket {
  isConnected(): boolean;
  /** Tries at once if it waits for its next try. */
  hurry(): void;
  close(): void;
}

/** How long a socket may take to connect and to authenticate (security.md *Limits*). */
const CONNECT_MS = 15_000;
/** How often a socket is asked whether it is there (security.md *Limits*). */
const TICK_MS = 20_000;
/** How long its answer may take (security.md *Limits*). Then the mediator is gone, whatever TCP believes. */
const PONG_MS = 8_000;
const LONGEST_WAIT_MS = 60_000;
/** Characters: a frame of a mediator (security.md *Limits*). A hint is never more than a reason to look. */
const FRAME_LENGTH = 256 * 1024;

/** Opens the socket and keeps it open until `close`. */
export function openMediatorSocket(deps: SocketDeps): MediatorSocket {
  const { timers, log } = deps;
  const random = deps.random ?? Math.random;
  let socket: WebSocket | null = null;
  let isConnected = false;
  let isClosed = false;
  let attempts = 0;
  let retry: unknown = null;
  let deadline: unknown = null;
  let tick: unknown = null;

  function expect(ms: number): void {
    timers.clearTimeout(deadline);
    deadline = timers.setTimeout(drop, ms);
  }

  async function connect(): Promise<void> {
    retry = null;
    try {
      const url = await deps.url();
      if (isClosed) return;
      const opened = new deps.WebSocket(url);
      socket = opened;
      expect(CONNECT_MS);
      opened.onopen = () => void authenticate(opened);
      opened.onmessage = ({ data }) => receive(opened, data);
      opened.onclose = opened.onerror = () => lose(opened);
    } catch (error) {
      log.debug('the socket could not be opened', { error });
      lose(socket);
    }
  }

  async function authenticate(opened: WebSocket): Promise<void> {
    try {
      const frame = await deps.authenticate();
      if (opened === socket) opened.send(frame);
    } catch (error) {
      log.debug('the socket could not authenticate', { error });
      lose(opened);
    }
  }

  function receive(opened: WebSocket, data: unknown): void {
    if (opened !== socket) return;
    if (typeof data !== 'string' || data.length > FRAME_LENGTH) {
      lose(opened);
      return;
    }
    if (isConnected) timers.clearTimeout(deadline);
    const frame = socketHint(data);
    if (frame === 'authenticated' && !isConnected) begin();
    else if (frame === 'refused') lose(opened);
    else if (isConnected && frame !== null && frame !== 'authenticated') deps.onHint(frame);
  }

  function begin(): void {
    isConnected = true;
    timers.clearTimeout(deadline);
    tick = timers.setTimeout(beat, TICK_MS);
    deps.onConnected();
  }

  function beat(): void {
    // Only now: a mediator that accepts and hangs up at once is not asked every second.
    attempts = 0;
    tick = timers.setTimeout(beat, TICK_MS);
    deps.keepAlive?.();
    try {
      socket?.send('ping');
      expect(PONG_MS);
    } catch {
      drop();
    }
  }

  function drop(): void {
    if (socket !== null) lose(socket);
  }

  /** Lets go of a socket that died, or is taken for dead: its own close may take minutes, or never come. */
  function lose(lost: WebSocket | null): void {
    if (lost !== socket || isClosed) return;
    release();
    attempts += 1;
    retry = timers.setTimeout(() => void connect(), backoffMs(attempts, LONGEST_WAIT_MS, null, random));
    deps.onDisconnected();
  }

  function release(): void {
    timers.clearTimeout(deadline);
    timers.clearTimeout(tick);
    isConnected = false;
    const old = socket;
    socket = null;
    if (old === null) return;
    old.onopen = old.onmessage = old.onclose = null;
    // Closing what is still connecting is told as an error, and Node's `ws` throws an error nobody listens to.
    old.onerror = () => undefined;
    try {
      old.close();
    } catch {
      // Never opened.
    }
  }

  void connect();
  return {
    isConnected: () => isConnected,
    hurry() {
      if (retry === null || isClosed) return;
      timers.clearTimeout(retry);
      void connect();
    },
    close() {
      isClosed = true;
      timers.clearTimeout(retry);
      release();
    },
  };
}
