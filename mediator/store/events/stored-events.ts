import { sql } from 'kysely';
import { pageWithin } from '../database/page-within.ts';
import { prepareQuery } from '../database/prepare-query.ts';
import type { Tx } from '../database/schema.ts';

/** An event of somebody's own history: ciphertext and opaque tags. */
export interface StoredEvent {
  seq: number;
  event_id: string;
  payload: string;
  tags: string;
  created_at: number;
}

type NewEvent = {
  identityId: number;
  seq: number;
  eventId: string;
  payload: string;
  tags: string;
  createdAt: number;
};
const insert = prepareQuery<NewEvent, never>((db, p) =>
  db.insertInto('stored_events').values({
    identity_id: p('identityId'),
    seq: p('seq'),
    event_id: p('eventId'),
    payload: p('payload'),
    tags: p('tags'),
    created_at: p('createdAt'),
  }),
);

const insertTag = prepareQuery<{ identityId: number; tag: string; seq: number }, never>((db, p) =>
  db
    .insertInto('event_tags')
    .values({ identity_id: p('identityId'), tag: p('tag'), seq: p('seq') })
    .onConflict((c) => c.doNothing()),
);

const byId = prepareQuery<{ identityId: number; eventId: string }, { seq: number; tags: string }>((db, p) =>
  db
    .selectFrom('stored_events')
    .select(['seq', 'tags'])
    .where('identity_id', '=', p('identityId'))
    .where('event_id', '=', p('eventId')),
);

/** Finds an own stored event by the client's id. */
export async function findStored(
  tx: Tx,
  identityId: number,
  eventId: string,
): Promise<{ seq: number } | undefined> {
  return (await byId(tx, { identityId, eventId }))[0];
}

/** Puts an event with its tags into its reserved place. */
export async function insertStored(
  tx: Tx,
  event: Omit<NewEvent, 'tags'> & { tags: string[] },
): Promise<void> {
  await insert(tx, { ...event, tags: JSON.stringify(event.tags) });
  for (const tag of event.tags) await insertTag(tx, { identityId: event.identityId, tag, seq: event.seq });
}

/** Gives an own stored event other tags; false when there is none under that id. */
export async function replaceTags(
  tx: Tx,
  identityId: number,
  eventId: string,
  tags: string[],
): Promise<boolean> {
  const row = (await byId(tx, { identityId, eventId }))[0];
  if (!row) return false;
  await removeTags(tx, identityId, row);
  for (const tag of tags) await insertTag(tx, { identityId, tag, seq: row.seq });
  await tx
    .updateTable('stored_events')
    .set({ tags: JSON.stringify(tags) })
    .where('identity_id', '=', identityId)
    .where('seq', '=', row.seq)
    .execute();
  return true;
}

async function removeTags(tx: Tx, identityId: number, row: { seq: number; tags: string }): Promise<void> {
  const tags = JSON.parse(row.tags) as string[];
  if (tags.length === 0) return;
  await tx
    .deleteFrom('event_tags')
    .where('identity_id', '=', identityId)
    .where('tag', 'in', tags)
    .where('seq', '=', row.seq)
    .execute();
}

/** Removes own stored events; gives the ids that were there and the bytes they held. */
export async function removeStored(
  tx: Tx,
  identityId: number,
  eventIds: string[],
): Promise<{ removed: Set<string>; bytes: number }> {
  const removed = new Set<string>();
  let bytes = 0;
  if (eventIds.length === 0) return { removed, bytes };
  const rows = await tx
    .deleteFrom('stored_events')
    .where('identity_id', '=', identityId)
    .where('event_id', 'in', eventIds)
    .returning(['seq', 'event_id', 'tags', sql<number>`length(payload)`.as('bytes')])
    .execute();
  for (const row of rows) {
    await removeTags(tx, identityId, row);
    removed.add(row.event_id);
    bytes += row.bytes;
  }
  return { removed, bytes };
}

/** Which own events, in which order, from which place. */
export interface StoredQuery {
  tags: string[];
  /** Both ends belong to the range: seconds of `created_at`. */
  after: number | null;
  before: number | null;
  order: 'asc' | 'desc';
  /** Sequence of the last event of the page before. */
  from: number | null;
  limit: number;
  maxBytes: number;
}

/**
 * A page of the own history. Time never goes back along the sequence, so everything is ordered by sequence and the times
 * are turned into its bounds: one index serves a page at any depth.
 */
export async function queryStored(
  tx: Tx,
  identityId: number,
  query: StoredQuery,
): Promise<{ events: StoredEvent[]; more: boolean }> {
  const rows = await candidates(tx, identityId, query).execute();
  const { kept, more } = pageWithin(rows, query.limit, query.maxBytes);
  if (kept.length === 0) return { events: [], more: false };
  const events = await tx
    .selectFrom('stored_events')
    .select(['seq', 'event_id', 'payload', 'tags', 'created_at'])
    .where('identity_id', '=', identityId)
    .where(
      'seq',
      'in',
      kept.map((row) => row.seq),
    )
    .orderBy('seq', query.order)
    .execute();
  return { events, more };
}

function candidates(tx: Tx, identityId: number, { tags, after, before, order, from, limit }: StoredQuery) {
  const [tag, ...others] = tags;
  let select = tx
    .selectFrom('stored_events as e')
    .select(['e.seq', sql<number>`length(e.payload)`.as('bytes')])
    .where('e.identity_id', '=', identityId);
  if (tag !== undefined) {
    select = select
      .innerJoin('event_tags as t', (j) =>
        j.onRef('t.seq', '=', 'e.seq').on('t.identity_id', '=', identityId).on('t.tag', '=', tag),
      )
      .orderBy('t.seq', order);
  } else select = select.orderBy('e.seq', order);
  for (const other of others) {
    select = select.where((w) =>
      w.exists(
        w
          .selectFrom('event_tags as o')
          .select('o.seq')
          .where('o.identity_id', '=', identityId)
          .where('o.tag', '=', other)
          .whereRef('o.seq', '=', 'e.seq'),
      ),
    );
  }
  const place = tag === undefined ? ('e.seq' as const) : (sql.ref<number>('t.seq') as never);
  if (from !== null) select = select.where(place, order === 'asc' ? '>' : '<', from);
  if (after !== null) select = select.where(place, '>=', edge(tx, identityId, after, 'first'));
  if (before !== null) select = select.where(place, '<=', edge(tx, identityId, before, 'last'));
  return select.limit(limit + 1);
}

/** The first sequence at or after a time, or the last at or before it. An empty range compares with null: no rows. */
function edge(tx: Tx, identityId: number, time: number, which: 'first' | 'last') {
  return tx
    .selectFrom('stored_events')
    .select('seq')
    .where('identity_id', '=', identityId)
    .where('created_at', which === 'first' ? '>=' : '<=', time)
    .orderBy('created_at', which === 'first' ? 'asc' : 'desc')
    .orderBy('seq', which === 'first' ? 'asc' : 'desc')
    .limit(1);
}
