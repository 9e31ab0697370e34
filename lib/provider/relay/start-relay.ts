/**
 * The relay: a pipe between one page and the background, without secrets and without business. It lets only known methods
 * through, gives each request 128 random bits, and asks again under them until there is an answer, so that a page's promise
 * outlives any number of deaths of the worker (security.md L-06 to L-08). It believes no shape that comes from the page.
 */
import { METHOD_NAMES } from '../../api/method-names.ts';
import type { PageMessage, PagePush, PageReply } from '../../api/wire.ts';
import { MAX_PARAMS_LENGTH, type PageError, type ToPage } from '../page-messages.ts';
import { createEventLine } from './event-line.ts';
import type { RelayRuntime } from './runtime.ts';

const ASK_AGAIN_MS = 10_000;
const MOST_FAILURES = 10;
/** Requests that wait in one page (security.md *Limits*). -32005 *Too many requests.*, to be tried again after a second. */
const MOST_WAITING = 256;

/** What the relay uses of its document. */
export interface RelayPage {
  /** The end of the private channel to the provider. */
  readonly port: Pick<MessagePort, 'postMessage' | 'onmessage'>;
  readonly target: Pick<EventTarget, 'addEventListener'>;
  /** True while the page is loaded ahead and not shown; then nothing is sent before `prerenderingchange`. */
  prerendering(): boolean;
  userActive(): boolean;
}

interface Waiting {
  readonly pageRequest: string;
  readonly message: PageMessage;
  failures: number;
  timer: ReturnType<typeof setTimeout> | undefined;
}

function randomHex(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');
}

function isReply(reply: unknown): reply is PageReply {
  return (
    typeof reply === 'object' &&
    reply !== null &&
    ('result' in reply || 'error' in reply || 'pending' in reply)
  );
}

/** Starts relaying; works until the extension goes away. */
export function startRelay(runtime: RelayRuntime, page: RelayPage): void {
  const waiting = new Map<string, Waiting>();
  const pageId = randomHex();
  let live = false;
  let listening = false;
  let greeted = false;
  let gone = false;

  const toPage = (message: ToPage) => page.port.postMessage(message);
  const refuse = (id: string, error: PageError) => toPage({ id, error });

  const end = () => {
    if (gone) return;
    gone = true;
    const error = { code: 4900, message: 'The extension was updated or removed. Reload the page.' };
    for (const { message, pageRequest } of [...waiting.values()]) {
      drop(message.id);
      refuse(pageRequest, error);
    }
    toPage({ event: 'disconnect', payload: error });
  };

  const drop = (id: string) => {
    clearTimeout(waiting.get(id)?.timer);
    waiting.delete(id);
  };

  const greet = () => {
    if (!greeted) toPage({ event: 'connect', payload: { apiVersion: '1.0' } });
    greeted = true;
  };

  const settle = (id: string, answer: { result: unknown } | { error: PageError }) => {
    const entry = waiting.get(id);
    if (entry === undefined) return;
    drop(id);
    const { pageRequest } = entry;
    toPage(
      'error' in answer
        ? { id: pageRequest, error: answer.error }
        : { id: pageRequest, result: answer.result },
    );
  };

  const line = createEventLine({
    runtime,
    pageId,
    receive(push: PagePush) {
      if ('id' in push) settle(push.id, push);
      else if ('event' in push) toPage({ event: push.event, payload: push.payload });
      else live = false;
    },
    lost() {
      if (runtime.id === undefined) end();
      else for (const entry of waiting.values()) later(entry, 0);
    },
    wanted: () => live || waiting.size > 0,
  });

  const later = (entry: Waiting, ms: number) => {
    clearTimeout(entry.timer);
    entry.timer = setTimeout(() => void ask(entry), ms);
  };

  /**
   * A dead worker shows as one of two rejections or as an undefined reply, a dead extension throws (browsers.md *What
   * keeps the background alive*).
   */
  const send = async (message: PageMessage) => {
    try {
      return await runtime.sendMessage(message);
    } catch {
      return undefined;
    }
  };

  const ask = async (entry: Waiting) => {
    const { id } = entry.message;
    // Asked again also when no reply comes at all; the background starts nothing twice under one id.
    later(entry, ASK_AGAIN_MS);
    const reply = await send(entry.message);
    if (runtime.id === undefined) return end();
    if (!waiting.has(id)) return;
    if (!isReply(reply)) {
      if (++entry.failures < MOST_FAILURES) return later(entry, Math.min(20 * 2 ** entry.failures, 5_000));
      return settle(id, { error: { code: -32603, message: 'The companion does not answer.' } });
    }
    entry.failures = 0;
    greet();
    if (reply.live === true) live = true;
    if (live || 'pending' in reply) line.open();
    if ('pending' in reply) later(entry, ASK_AGAIN_MS);
    else settle(id, reply);
  };

  const whenShown = (work: () => void) => {
    if (page.prerendering()) page.target.addEventListener('prerenderingchange', work, { once: true });
    else work();
  };

  page.port.onmessage = ({ data }: MessageEvent<unknown>) => {
    if (typeof data !== 'object' || data === null) return;
    const { id, method, params, on } = data as Record<string, unknown>;
    if (on === true && !listening) {
      listening = true;
      if (!gone) whenShown(line.open);
      return;
    }
    if (typeof id !== 'string' || typeof method !== 'string') return;
    if (gone)
      return refuse(id, { code: 4900, message: 'The extension was updated or removed. Reload the page.' });
    if (!METHOD_NAMES.some((name) => name === method))
      return refuse(id, { code: -32601, message: 'There is no such method.' });
    if (params !== undefined && (typeof params !== 'string' || params.length > MAX_PARAMS_LENGTH)) {
      return refuse(id, { code: 4315, message: 'The request is larger than 256 KiB.' });
    }
    if (waiting.size >= MOST_WAITING) {
      return refuse(id, { code: -32005, message: 'Too many requests.', data: { retryAfterMs: 1_000 } });
    }
    const message: PageMessage = {
      channel: 'page',
      id: randomHex(),
      page: pageId,
      method,
      active: page.userActive(),
      ...(params === undefined ? {} : { params }),
    };
    const entry: Waiting = { pageRequest: id, message, failures: 0, timer: undefined };
    waiting.set(message.id, entry);
    whenShown(() => void ask(entry));
  };

  page.target.addEventListener('pagehide', line.close);
  page.target.addEventListener('pageshow', (event) => {
    if (!(event as PageTransitionEvent).persisted || gone) return;
    if (live || waiting.size > 0 || listening) line.open();
    for (const entry of waiting.values()) later(entry, 0);
  });
}
