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
  asked = false;
  /** Monotonic milliseconds of the last frame. */
  heardAt: number;
  /** Frames in the current second, against a flood. */
  frames = 0;
  deadline: NodeJS.Timeout | null = null;

  constructor(socket: WebSocket, address: string, bufferBytes: number, now: number) {
    this.socket = socket;
    this.address = address;
    this.bufferBytes = bufferBytes;
    this.heardAt = now;
  }

  hear(text: string): void {
    if (this.socket.readyState !== OPEN) return;
    if (this.socket.bufferedAmount > this.bufferBytes) this.close(1013, 'too slow');
    else this.socket.send(text);
  }

  /** Notes a sign of life. */
  heard(now: number): void {
    this.heardAt = now;
    this.asked = false;
  }

  /** Asks for a sign of life, once each silence. */
  ask(): void {
    if (this.asked || this.did === null) return;
    this.asked = true;
    this.hear('ping');
  }

  yield(): void {
    this.close(4409, 'replaced by a newer socket');
  }

  /** Says goodbye, and ends the connection of whoever does not answer within a second. */
  close(code: number, reason: string): void {
    this.socket.close(code, reason);
    setTimeout(() => this.socket.terminate(), LINGER_MS).unref();
  }
}
