import type { WebSocket } from 'ws';
import type { Listener } from '../hints/hub.ts';

const OPEN = 1;
const LINGER_MS = 1_000;

/** One socket. Idle ones are counted in thousands, so it holds as little as it can (performance.md P7). */
export class Session implements Listener {
  readonly socket: WebSocket;
  readonly address: string;
  readonly bufferBytes: number;
  /** Null until authenticated. */
  did: string | null = null;
  authenticating = false;
  isPinged = false;
  /** Monotonic milliseconds of the last frame. */
  lastFrameAt: number;
  /** Frames in the current second, against a flood. */
  frames = 0;
  deadline: NodeJS.Timeout | null = null;

  constructor(socket: WebSocket, address: string, bufferBytes: number, now: number) {
    this.socket = socket;
    this.address = address;
    this.bufferBytes = bufferBytes;
    this.lastFrameAt = now;
  }

  send(text: string): void {
    if (this.socket.readyState !== OPEN) return;
    if (this.socket.bufferedAmount > this.bufferBytes) this.close(1013, 'too slow');
    else this.socket.send(text);
  }

  /** Notes that a frame came. */
  received(now: number): void {
    this.lastFrameAt = now;
    this.isPinged = false;
  }

  /** Asks whether the other side is still there, once each silence. */
  ping(): void {
    if (this.isPinged || this.did === null) return;
    this.isPinged = true;
    this.send('ping');
  }

  closeReplaced(): void {
    this.close(4409, 'replaced by a newer socket');
  }

  /** Closes the socket, and ends the connection when the other side does not close it within a second. */
  close(code: number, reason: string): void {
    this.socket.close(code, reason);
    setTimeout(() => this.socket.terminate(), LINGER_MS).unref();
  }
}
