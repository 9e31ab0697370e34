import { sql } from 'kysely';
import { pageWithin } from '../database/page-within.ts';
import type { Tx } from '../database/schema.ts';

/** An event of somebody's own history: ciphertext and opaque tags. */
export interface StoredEvent {
  seq: number;
  event_id: string;
  payload: string;
  tags: string;
  created_at: number;
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
export async function queryStoredEvents(
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
