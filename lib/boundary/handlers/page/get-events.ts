import type { CompanionEvent } from '../../../api/decentrl-rpc.ts';
import { EventTypeNotPermittedError } from '../../../errors/errors.ts';
import type { App } from '../../app/app.ts';
import type { PageHandler } from '../../call/page-handler.ts';
import { eventTypeCovered, isReservedName } from '../../permissions/caveats.ts';
import { createEventGate } from '../../sites/event-gate.ts';

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

/** Events this origin may see, in the order they were stored here. `nextCursor` null at the end. */
export const getEvents: PageHandler<'decentrl_getEvents', App> = {
  async handle(app, call, params) {
    const { contractId, types, tags = [], after = 0, limit = 100 } = params ?? {};
    if ([...(types ?? []), ...tags].some(isReservedName)) throw new EventTypeNotPermittedError();
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
        if (contractId !== undefined && conversation !== contractId) continue;
        if (types !== undefined && !eventTypeCovered(types, value.type)) continue;
        if (!tags.every((tag) => value.tags.includes(tag))) continue;
        const event = await gate.event(call, entry);
        if (event === null) continue;
        items.push(event);
        characters += JSON.stringify(event.data).length;
      }
      if (entries.length < READ_AT_ONCE) return { items, nextCursor: null };
    }
    return { items, nextCursor: cursor };
  },
};
