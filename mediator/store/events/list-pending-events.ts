import { sql } from 'kysely';
import { type Page, pageWithin } from '../database/page-within.ts';
import { prepareQuery } from '../database/prepare-query.ts';
import type { Database, Tx } from '../database/schema.ts';

/** An event that waits in an inbox until its recipient acknowledges it. */
export interface PendingEvent {
  seq: number;
  sender_did: string;
  payload: string;
  created_at: number;
}

const sizes = prepareQuery<
  { identityId: number; after: number; limit: number },
  { seq: number; bytes: number }
>((db, p) =>
  db
    .selectFrom('pending_events')
    .select(['seq', sql<number>`length(payload)`.as('bytes')])
    .where('identity_id', '=', p('identityId'))
    .where('seq', '>', p('after'))
    .orderBy('seq')
    .limit(p('limit')),
);

const range = prepareQuery<{ identityId: number; from: number; to: number }, PendingEvent>((db, p) =>
  db
    .selectFrom('pending_events')
    .select(['seq', 'sender_did', 'payload', 'created_at'])
    .where('identity_id', '=', p('identityId'))
    .where('seq', '>=', p('from'))
    .where('seq', '<=', p('to'))
    .orderBy('seq'),
);

/** A page of an inbox after a place, oldest first, of at most `limit` events and `maxBytes` of payload (one always fits). */
export async function listPendingEvents(
  db: Database | Tx,
  identityId: number,
  page: Page,
): Promise<{ events: PendingEvent[]; more: boolean }> {
  const candidates = await sizes(db, { identityId, after: page.after, limit: page.limit + 1 });
  const { kept, more } = pageWithin(candidates, page.limit, page.maxBytes);
  const first = kept[0];
  const last = kept.at(-1);
  if (!first || !last) return { events: [], more: false };
  return { events: await range(db, { identityId, from: first.seq, to: last.seq }), more };
}
