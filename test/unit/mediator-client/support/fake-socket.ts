/** A WebSocket in the hands of the test: it opens, answers and dies when told. */
export class FakeSocket {
  static made: FakeSocket[] = [];
  readonly url: string;
  readonly sent: string[] = [];
  isClosed = false;
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: (() => void) | null = null;
  onerror: (() => void) | null = null;

  constructor(url: string) {
    this.url = url;
    FakeSocket.made.push(this);
  }

  send(text: string): void {
    this.sent.push(text);
  }

  close(): void {
    this.isClosed = true;
  }

  says(frame: unknown): void {
    this.onmessage?.({ data: typeof frame === 'string' ? frame : JSON.stringify(frame) });
  }
}

/** The class above as the platform's. */
export const fakeWebSocket = FakeSocket as unknown as new (url: string) => WebSocket;

/** The last socket that was made. */
export function lastSocket(): FakeSocket {
  const socket = FakeSocket.made.at(-1);
  if (socket === undefined) throw new Error('no socket was made');
  return socket;
}
