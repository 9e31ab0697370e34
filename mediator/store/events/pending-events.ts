import { sql } from 'kysely';
import { pageWithin } from '../database/page-within.ts';
import { prepareQuery } from '../database/prepare-query.ts';
import type { Database, Tx } from '../database/schema.ts';

/** An event that waits in an inbox until its recipient acknowledges it. */
export interface PendingEvent {
  seq: number;
  sender_did: string;
  payload: string;
  created_at: number;
}

type NewEvent = { identityId: number; seq: number; senderDid: string; payload: string; createdAt: number };
const insert = prepareQuery<NewEvent, never>((db, p) =>
  db.insertInto('pending_events').values({
    identity_id: p('identityId'),
    seq: p('seq'),
    sender_did: p('senderDid'),
    payload: p('payload'),
    created_at: p('createdAt'),
  }),
);

/** Puts an event into its reserved place. */
export async function insertPending(tx: Tx, event: NewEvent): Promise<void> {
  await insert(tx, event);
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
export async function listPending(
  db: Database | Tx,
  identityId: number,
  page: { after: number; limit: number; maxBytes: number },
): Promise<{ events: PendingEvent[]; more: boolean }> {
  const candidates = await sizes(db, { identityId, after: page.after, limit: page.limit + 1 });
  const { kept, more } = pageWithin(candidates, page.limit, page.maxBytes);
  const first = kept[0];
  const last = kept.at(-1);
  if (!first || !last) return { events: [], more: false };
  return { events: await range(db, { identityId, from: first.seq, to: last.seq }), more };
}

/** Removes events of this inbox; gives the places that were there and the bytes they held. */
export async function removePending(
  tx: Tx,
  identityId: number,
  seqs: number[],
): Promise<{ removed: Set<number>; bytes: number }> {
  if (seqs.length === 0) return { removed: new Set(), bytes: 0 };
  const rows = await tx
    .deleteFrom('pending_events')
    .where('identity_id', '=', identityId)
    .where('seq', 'in', seqs)
    .returning(['seq', sql<number>`length(payload)`.as('bytes')])
    .execute();
  return { removed: new Set(rows.map((r) => r.seq)), bytes: rows.reduce((sum, r) => sum + r.bytes, 0) };
}
