/**
 * How the popup talks to the background. A worker that died shows as a rejection or as a reply of `undefined`
 * (browsers.md *What keeps the background alive*): what may be asked twice is asked again, everything else says so and is
 * left to the person.
 */

import { type PopupChange, type PopupRpc, popupFacts } from '../api/popup/popup-rpc.ts';
import { TOPICS } from '../api/popup/topics.ts';
import type { WireError } from '../errors/errors.ts';
import { RemoteError } from '../errors/errors.ts';

/** The popup's end of a port. */
export interface ClientPort {
  disconnect(): void;
  readonly onMessage: { addListener(listener: (message: unknown) => void): void };
  readonly onDisconnect: { addListener(listener: () => void): void };
}

export interface PopupClient {
  /** Calls a private method; throws RemoteError with the background's code and words. */
  request<M extends keyof PopupRpc>(method: M, params: PopupRpc[M]['params']): Promise<PopupRpc[M]['result']>;
  /** Calls `listener` with what to fetch again; with everything after a reconnection, since what happened meanwhile is unknown. */
  subscribe(listener: (change: PopupChange) => void): () => void;
}

const TRIES = 4;
const FIRST_DELAY_MS = 40;
const RECONNECT_MS = 100;

function isReply(reply: unknown): reply is { result: unknown } | { error: WireError } {
  return typeof reply === 'object' && reply !== null && ('result' in reply || 'error' in reply);
}

const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Makes the client over `runtime.sendMessage` and `runtime.connect`. */
export function createPopupClient({
  sendMessage,
  connect,
}: {
  sendMessage(message: unknown): Promise<unknown>;
  connect(info: { name: string }): ClientPort;
}): PopupClient {
  const listeners = new Set<(change: PopupChange) => void>();
  let port: ClientPort | null = null;

  const tell = (change: PopupChange) => {
    for (const listener of listeners) listener(change);
  };

  const open = (again: boolean) => {
    if (port !== null || listeners.size === 0) return;
    const opened = connect({ name: 'popup' });
    port = opened;
    opened.onMessage.addListener((message) => tell(message as PopupChange));
    opened.onDisconnect.addListener(() => {
      if (port !== opened) return;
      port = null;
      setTimeout(() => open(true), RECONNECT_MS);
    });
    if (again) tell({ topics: [...TOPICS] });
  };

  return {
    async request<M extends keyof PopupRpc>(method: M, params: PopupRpc[M]['params']) {
      const message = { channel: 'popup', method, ...(params === undefined ? {} : { params }) };
      const tries = popupFacts[method].repeatable ? TRIES : 1;
      for (let attempt = 0; attempt < tries; attempt++) {
        if (attempt > 0) await wait(FIRST_DELAY_MS * 2 ** attempt);
        const reply = await sendMessage(message).catch(() => undefined);
        if (!isReply(reply)) continue;
        if ('error' in reply) throw new RemoteError(reply.error);
        return reply.result as PopupRpc[M]['result'];
      }
      throw new RemoteError({
        code: -32603,
        message: 'The companion did not answer. Look whether it was done, then try again.',
      });
    },

    subscribe(listener) {
      listeners.add(listener);
      open(false);
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        const closing = port;
        port = null;
        closing?.disconnect();
      };
    },
  };
}
