/**
 * The open ports to pages: events and late answers go through here. Nothing is kept: a relay whose port died with the
 * worker connects again and says up to which cursor it has seen each subscription, so that what was missed in between is
 * sent again (security.md L-09).
 */
import type { DecentrlEvents } from '../../api/decentrl-rpc.ts';
import type { PageAnswer, PagePush } from '../../api/wire.ts';
import type { WaitingCaller } from './page-call.ts';

/** One visit to one page with an open port. */
export interface ConnectedPage {
  readonly origin: string;
  readonly tabId: number;
  readonly pageId: string;
}

/** What the channel needs of a browser's port. */
export interface PagePort {
  postMessage(message: PagePush): void;
  disconnect(): void;
  readonly onDisconnect: { addListener(listener: () => void): void };
  readonly onMessage: { addListener(listener: (message: unknown) => void): void };
}

/** Last cursor a page has seen of each of its subscriptions. */
export type SeenCursors = ReadonlyMap<string, number>;

type ConnectListener = (page: ConnectedPage, seen: SeenCursors) => void;

export interface PageChannel {
  /** Takes a port over. The page's first message says what it has seen; then the connect listeners run. */
  attach(page: ConnectedPage, port: PagePort): void;
  /** Pages with an open port, of one origin or of all. */
  connected(origin?: string): ConnectedPage[];
  /** Sends an event to every connected page of an origin. */
  emit<E extends keyof DecentrlEvents>(origin: string, event: E, payload: DecentrlEvents[E]): void;
  /** Sends an event to one visit; tells whether it has a port. */
  send<E extends keyof DecentrlEvents>(page: ConnectedPage, event: E, payload: DecentrlEvents[E]): boolean;
  /** Sends a late answer to the caller that waits for it; if its port is gone, it will ask again. */
  answer(origin: string, caller: WaitingCaller, answer: PageAnswer): void;
  /** Called for every page that connects or connects again. */
  onConnect(listener: ConnectListener): () => void;
}

function readSeen(message: unknown): Map<string, number> | null {
  if (typeof message !== 'object' || message === null || !('seen' in message) || !Array.isArray(message.seen))
    return null;
  const seen = new Map<string, number>();
  for (const entry of message.seen.slice(0, 256) as unknown[]) {
    if (!Array.isArray(entry)) continue;
    const [subscription, cursor] = entry as unknown[];
    if (typeof subscription === 'string' && Number.isSafeInteger(cursor))
      seen.set(subscription, cursor as number);
  }
  return seen;
}

/** Makes an empty channel. */
export function createPageChannel(): PageChannel {
  const ports = new Map<PagePort, ConnectedPage>();
  const listeners = new Set<ConnectListener>();

  const post = (port: PagePort, message: PagePush) => {
    try {
      port.postMessage(message);
      return true;
    } catch {
      ports.delete(port);
      return false;
    }
  };
  const portsOf = (page: ConnectedPage) =>
    [...ports].filter(([, { origin, pageId }]) => origin === page.origin && pageId === page.pageId);

  return {
    attach(page, port) {
      ports.set(port, page);
      let greeted = false;
      port.onDisconnect.addListener(() => ports.delete(port));
      port.onMessage.addListener((message) => {
        const seen = readSeen(message);
        if (greeted || seen === null) return;
        greeted = true;
        for (const listener of listeners) listener(page, seen);
      });
    },
    connected: (origin) =>
      [...ports.values()].filter((page) => origin === undefined || page.origin === origin),
    emit(origin, event, payload) {
      for (const [port, page] of ports) if (page.origin === origin) post(port, { event, payload });
    },
    send: (page, event, payload) =>
      portsOf(page)
        .map(([port]) => post(port, { event, payload }))
        .some(Boolean),
    answer(origin, caller, answer) {
      const page = { origin, tabId: caller.tabId, pageId: caller.pageId };
      for (const [port] of portsOf(page)) post(port, { id: caller.requestId, ...answer });
    },
    onConnect(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
