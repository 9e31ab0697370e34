/**
 * The relay's port to the background, for events and late answers. The worker's sleep is invisible: a port that died with
 * it is opened again, and says which cursors were seen. Closed while the page lies in the back/forward cache, which a port
 * would throw it out of (security.md L-09, L-10).
 */
import type { PagePush } from '../../api/wire.ts';
import type { RelayRuntime, RuntimePort } from './runtime.ts';

const FIRST_DELAY_MS = 50;
const LONGEST_DELAY_MS = 5_000;

export interface EventLine {
  /** Keeps a port open from now on. */
  open(): void;
  close(): void;
}

/** Makes the line; `receive` gets answers and events, `lost` is called after each disconnection, `wanted` tells whether to come back. */
export function createEventLine({
  runtime,
  pageId,
  receive,
  lost,
  wanted,
}: {
  runtime: RelayRuntime;
  pageId: string;
  receive(push: PagePush): void;
  lost(): void;
  wanted(): boolean;
}): EventLine {
  const seen = new Map<string, number>();
  let port: RuntimePort | null = null;
  let delay = FIRST_DELAY_MS;

  const note = (push: PagePush) => {
    const { event, payload } = push as {
      event?: string;
      payload?: { data?: { subscription?: string; cursor?: number } };
    };
    const { subscription, cursor } = payload?.data ?? {};
    if (event === 'message' && subscription !== undefined && cursor !== undefined)
      seen.set(subscription, cursor);
  };

  /** Null when the extension went away: then there is no `id`, or the call throws. */
  const connect = () => {
    try {
      return runtime.id === undefined ? null : runtime.connect({ name: `page:${pageId}` });
    } catch {
      return null;
    }
  };

  const open = () => {
    if (port !== null) return;
    const opened = connect();
    if (opened === null) {
      if (runtime.id === undefined) lost();
      return;
    }
    port = opened;
    const since = Date.now();
    opened.onMessage.addListener((push) => {
      if (port !== opened) return;
      note(push);
      receive(push);
    });
    opened.onDisconnect.addListener(() => {
      void runtime.lastError;
      if (port !== opened) return;
      port = null;
      delay = Date.now() - since > LONGEST_DELAY_MS ? FIRST_DELAY_MS : Math.min(delay * 2, LONGEST_DELAY_MS);
      lost();
      if (runtime.id !== undefined && wanted()) setTimeout(open, delay);
    });
    opened.postMessage({ seen: [...seen] });
  };

  return {
    open,
    close() {
      const closing = port;
      port = null;
      closing?.disconnect();
    },
  };
}
