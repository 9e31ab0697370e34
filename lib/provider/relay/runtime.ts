import type { PageMessage, PagePush } from '../../api/wire.ts';

/** The port of `runtime.connect`, as far as the relay uses it. */
export interface RuntimePort {
  postMessage(message: unknown): void;
  disconnect(): void;
  readonly onMessage: { addListener(listener: (message: PagePush) => void): void };
  readonly onDisconnect: { addListener(listener: () => void): void };
}

/** The native `runtime` of a content script; `id` is gone when the extension was updated or removed. */
export interface RelayRuntime {
  readonly id?: string | undefined;
  readonly lastError?: unknown;
  sendMessage(message: PageMessage): Promise<unknown>;
  connect(info: { name: string }): RuntimePort;
}
