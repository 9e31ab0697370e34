import type { CompanionEvent, Page } from '../../api/decentrl-rpc.ts';
import { eventTypeCovered } from '../permissions/caveats.ts';
import type { GrantHolder } from '../permissions/site-record.ts';
import { createEventGate } from './event-gate.ts';
import type { SiteApp } from './site-app.ts';

const READ_AT_ONCE = 200;
/**
 * Entries one call of `decentrl_getEvents` looks at (security.md *Limits*). A site with little to see in a long
 * history goes on from the cursor.
 */
const MOST_READ = 4_000;
/**
 * Characters: the data in one answer of `decentrl_getEvents`, about (security.md *Limits*). It crosses two processes
 * as one JSON text and should stay under 1 MiB.
 */
const MOST_CHARACTERS = 700_000;

/** Which of the events a site may see it wants. */
export interface EventQuery {
  conversationId?: string;
  /** Patterns, one of which must cover the type. */
  types?: readonly string[];
  /** All of which an event must have. */
  tags?: readonly string[];
  /** Cursor after which it begins, 0 for everything. */
  after?: number;
  limit?: number;
}

/** Events a site may see, in the order they were stored here. `nextCursor` null at the end. */
export async function visibleEvents(
  app: SiteApp,
  holder: GrantHolder,
  { conversationId, types, tags = [], after = 0, limit = 100 }: EventQuery,
): Promise<Page<CompanionEvent>> {
  const gate = createEventGate({ domain: app, grants: app.grants });
  const items: CompanionEvent[] = [];
  let cursor = after;
  let characters = 0;
  for (let read = 0; read < MOST_READ; read += READ_AT_ONCE) {
    const entries = await app.history.readSince(cursor, READ_AT_ONCE);
    for (const entry of entries) {
      if (items.length >= limit || characters > MOST_CHARACTERS) return { items, nextCursor: cursor };
      cursor = entry.cursor;
      const { value, conversation } = entry;
      if (conversationId !== undefined && conversation !== conversationId) continue;
      if (types !== undefined && !eventTypeCovered(types, value.type)) continue;
      if (!tags.every((tag) => value.tags.includes(tag))) continue;
      const event = await gate.event(holder, entry);
      if (event === null) continue;
      items.push(event);
      characters += JSON.stringify(event.data).length;
    }
    if (entries.length < READ_AT_ONCE) return { items, nextCursor: null };
  }
  return { items, nextCursor: cursor };
}
