/**
 * Pushes events to pages that subscribed. A subscription belongs to one visit to one page and remembers how far it got,
 * in `storage.session`: after the death of the worker, or a port's, pushing goes on from there, so that nothing is left
 * out; what a page sees twice has the same cursor. Every push is checked against the permissions of that moment
 * (`provider-api.md` *Events*, `security.md` T-27, T-28).
 */

import type { CompanionEvent } from '../../api/decentrl-rpc.ts';
import { hex, randomBytes } from '../../crypto/bytes.ts';
import type { DomainEvent } from '../../domain/changes.ts';
import type { Domain } from '../../domain/domain.ts';
import type { MessageRecord } from '../../domain/records/message-record.ts';
import { LimitError, LockedError } from '../../errors/errors.ts';
import { createSerial } from '../../platform/serial.ts';
import type { SessionArea } from '../../platform/session-area.ts';
import type { ConnectedPage, PageChannel } from '../call/page-channel.ts';
import { eventTypeCovered } from '../permissions/caveats.ts';
import type { Grants } from '../permissions/grants.ts';
import { createEventGate, type EventGate } from './event-gate.ts';

interface Subscription {
  id: string;
  origin: string;
  pageId: string;
  /** Null for every relationship the permissions cover. */
  conversationId: string | null;
  /** Patterns; null for every type the permissions cover. */
  types: string[] | null;
  /** Everything up to this cursor was pushed. */
  cursor: number;
}

export interface Subscriptions {
  /** Starts pushing what comes after `after` (default: from now on). Idempotent by `id` when one is given. */
  add(
    holder: Holder,
    filter: { conversationId?: string; types?: string[]; after?: number },
    id?: string,
  ): Promise<string>;
  /** True when there was one. */
  remove(holder: Holder, subscriptionId: string): Promise<boolean>;
  /** Pushes what is due to every connected page. */
  flush(): Promise<void>;
}

interface Holder {
  origin: string;
  pageId: string;
}

const KEY = 'subscriptions';
/** Subscriptions of one page (security.md *Limits*). -32005, with a sentence that says so. */
const MOST_A_PAGE = 32;
/** Subscriptions of all pages (security.md *Limits*). The oldest ends, without a word. */
const MOST_AT_ALL = 500;
const PAGE = 100;

/** Makes the subscriptions over the session area; they follow the domain's changes and the pages' ports. */
export function createSubscriptions({
  domain,
  session,
  grants,
  pages,
}: {
  domain: Domain;
  session: SessionArea;
  grants: Grants;
  pages: PageChannel;
}): Subscriptions {
  let cached: Promise<Subscription[]> | null = null;
  const line = createSerial();
  const gate = createEventGate({ domain, grants });

  const read = () => {
    cached ??= session.get<Subscription[]>(KEY).then((rows) => rows ?? []);
    cached.catch(() => {
      cached = null;
    });
    return cached;
  };
  const change = <T>(
    work: (rows: Subscription[]) => Promise<{ rows: Subscription[]; value: T }>,
  ): Promise<T> =>
    line.run(async () => {
      const { rows, value } = await work(await read());
      await session.set(KEY, rows);
      cached = Promise.resolve(rows);
      return value;
    });

  async function flush(): Promise<void> {
    const connected = pages.connected();
    if (connected.length === 0 || (await read()).length === 0) return;
    await change(async (rows) => {
      const next = await Promise.all(
        rows.map(async (row) => {
          const page = connected.find((one) => one.origin === row.origin && one.pageId === row.pageId);
          return page === undefined ? row : { ...row, cursor: await push(page, row) };
        }),
      );
      return { rows: next, value: undefined };
    });
  }

  async function push(page: ConnectedPage, row: Subscription): Promise<number> {
    let { cursor } = row;
    for (;;) {
      const entries = await domain.history.readSince(cursor, PAGE);
      for (const entry of entries) {
        const event = await visible(gate, page, row, entry);
        if (event !== null) {
          const data = { subscription: row.id, cursor: entry.cursor, event };
          if (!pages.send(page, 'message', { type: 'decentrl_subscription', data })) return cursor;
        }
        cursor = entry.cursor;
      }
      if (entries.length < PAGE) return cursor;
    }
  }

  const flushSoon = () =>
    void flush().catch((error: unknown) => {
      if (!(error instanceof LockedError)) domain.log.warn('events could not be pushed', { error });
    });

  pages.onConnect((page, seen) => {
    void change(async (rows) => ({
      // The page knows best what it has seen; what it does not name any more it has given up.
      rows: rows.flatMap((row) => {
        if (row.origin !== page.origin || row.pageId !== page.pageId) return [row];
        const cursor = seen.get(row.id);
        return [{ ...row, cursor: cursor === undefined ? row.cursor : Math.min(row.cursor, cursor) }];
      }),
      value: undefined,
    })).then(flushSoon, () => undefined);
  });
  domain.changes.onDomain((event) => {
    if (event.kind === 'event' && event.cursor > 0) flushSoon();
    else if (event.kind !== 'event') void tell(event).catch(() => undefined);
  });

  /** Everything that is not an event of the history goes to every connected page that may know of it. */
  async function tell(event: Exclude<DomainEvent, { kind: 'event' }>): Promise<void> {
    for (const page of pages.connected()) {
      const payload = await gate.announcement(page, event);
      if (payload !== null) pages.send(page, payload.event, payload.payload);
    }
  }

  return {
    async add(holder, { conversationId = null, types, after }, id = hex(randomBytes(16))) {
      const cursor = after ?? (await domain.history.lastCursor());
      await change(async (rows) => {
        if (rows.some((row) => row.id === id)) return { rows, value: undefined };
        const own = rows.filter((row) => row.origin === holder.origin && row.pageId === holder.pageId);
        if (own.length >= MOST_A_PAGE) throw new LimitError(`A page may have ${MOST_A_PAGE} subscriptions.`);
        const { origin, pageId } = holder;
        const row = { id, origin, pageId, conversationId, types: types ?? null, cursor };
        return { rows: [...rows, row].slice(-MOST_AT_ALL), value: undefined };
      });
      flushSoon();
      return id;
    },
    remove: (holder, subscriptionId) =>
      change(async (rows) => {
        const next = rows.filter(
          (row) => row.id !== subscriptionId || row.origin !== holder.origin || row.pageId !== holder.pageId,
        );
        return { rows: next, value: next.length < rows.length };
      }),
    flush,
  };
}

async function visible(
  gate: EventGate,
  page: ConnectedPage,
  { conversationId, types }: Subscription,
  entry: { conversation: string; cursor: number; value: MessageRecord },
): Promise<CompanionEvent | null> {
  if (conversationId !== null && entry.conversation !== conversationId) return null;
  if (types !== null && !eventTypeCovered(types, entry.value.type)) return null;
  return gate.event(page, entry);
}
