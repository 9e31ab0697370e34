/**
 * Who sent a message, by what the browser stamped and nothing else: `sender.origin`, never `sender.url`, `tab.url` or a
 * field of the message (security.md T-02, T-03, T-05 to T-07). Sandboxed documents have the origin "null" there while
 * their url shows the embedding site.
 */
import { UnauthorizedError } from '../../errors/errors.ts';

/** The fields of a browser's `MessageSender` that count. */
export interface MessageSender {
  readonly id?: string | undefined;
  readonly origin?: string | undefined;
  readonly frameId?: number | undefined;
  readonly documentLifecycle?: string | undefined;
  readonly tab?: { readonly id?: number | undefined } | undefined;
}

/** What is ours, to recognise our own pages and scripts. */
export interface OwnExtension {
  /** `runtime.id` */
  readonly runtimeId: string;
  /** Origin of the extension's pages, `chrome-extension://…` or `moz-extension://…`. */
  readonly origin: string;
}

/** A page as the browser vouches for it. */
export interface PageSender {
  readonly origin: string;
  readonly tabId: number;
  /** Loaded ahead of being shown: nothing may be asked yet. */
  readonly prerendered: boolean;
}

const LOOPBACK = /^(localhost|[a-z0-9-]+(\.[a-z0-9-]+)*\.localhost|127\.0\.0\.1|\[::1\])$/;

/** Tells whether an origin may have a provider: https, or http on loopback, written exactly as browsers write it. */
export function isPageOrigin(origin: unknown): origin is string {
  if (typeof origin !== 'string') return false;
  // Not `canParse` and then `new URL`: for some hosts the first says yes and the second throws.
  const url = URL.parse(origin);
  if (url?.origin !== origin) return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.test(url.hostname));
}

/** The page behind a message of our own relay in the top frame; throws 4100 for everybody else. */
export function pageSender(sender: MessageSender, own: OwnExtension): PageSender {
  const { id, origin, frameId, tab, documentLifecycle } = sender;
  if (id !== own.runtimeId || frameId !== 0 || tab?.id === undefined || !isPageOrigin(origin)) {
    throw new UnauthorizedError('This page cannot use the companion.');
  }
  return { origin, tabId: tab.id, prerendered: documentLifecycle === 'prerender' };
}

/** Lets only pages of the extension itself pass; throws 4100. A tab does not matter: our full view is one. */
export function assertOwnPage(sender: MessageSender, own: OwnExtension): void {
  if (sender.id !== own.runtimeId || sender.origin !== own.origin) {
    throw new UnauthorizedError('Only the companion itself may ask for that.');
  }
}
