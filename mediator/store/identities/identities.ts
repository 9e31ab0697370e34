import { sql } from 'kysely';
import { prepareQuery } from '../database/prepare-query.ts';
import type { Database, Tx } from '../database/schema.ts';

/** Who has (or had) a registration here, with the fill of the inbox. */
export interface IdentityRow {
  id: number;
  did: string;
  signing_key: string;
  home: number;
  registered_until: number;
  pending_count: number;
  stored_count: number;
  stored_bytes: number;
}

const byDid = prepareQuery<{ did: string }, IdentityRow>((db, p) =>
  db
    .selectFrom('identities')
    .select([
      'id',
      'did',
      'signing_key',
      'home',
      'registered_until',
      'pending_count',
      'stored_count',
      'stored_bytes',
    ])
    .where('did', '=', p('did')),
);

/** The row of exactly this DID string, lapsed or not. */
export async function findIdentity(db: Database | Tx, did: string): Promise<IdentityRow | undefined> {
  return (await byDid(db, { did }))[0];
}

/** Every DID known here under a signing key, lapsed ones too (`FIND_IDENTITIES`). */
export async function findDidsOfKey(tx: Tx, signingKey: string): Promise<string[]> {
  const rows = await tx
    .selectFrom('identities')
    .select('did')
    .where('signing_key', '=', signingKey)
    .orderBy('id')
    .limit(100)
    .execute();
  return rows.map((row) => row.did);
}

/** How many identities have rows here. */
export async function countIdentities(tx: Tx): Promise<number> {
  const row = await tx
    .selectFrom('identities')
    .select((e) => e.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

/** Makes the row of a newly registered DID, or moves the end of its registration. */
export async function setRegistration(
  tx: Tx,
  registration: { did: string; signingKey: string; home: boolean; until: number },
): Promise<void> {
  await tx
    .insertInto('identities')
    .values({
      did: registration.did,
      signing_key: registration.signingKey,
      home: registration.home ? 1 : 0,
      registered_until: registration.until,
      pending_seq: 0,
      pending_count: 0,
      pending_bytes: 0,
      stored_seq: 0,
      stored_count: 0,
      stored_bytes: 0,
      stored_at: 0,
    })
    .onConflict((c) => c.column('did').doUpdateSet({ registered_until: registration.until }))
    .execute();
}

const reserve = prepareQuery<
  { id: number; bytes: number; maxCount: number; maxBytes: number },
  { pending_seq: number }
>((db, p) =>
  db
    .updateTable('identities')
    .set({
      pending_seq: sql<number>`pending_seq + 1`,
      pending_count: sql<number>`pending_count + 1`,
      pending_bytes: sql<number>`pending_bytes + ${p('bytes')}`,
    })
    .where('id', '=', p('id'))
    .where('pending_count', '<', p('maxCount'))
    .where(sql<number>`pending_bytes + ${p('bytes')}`, '<=', p('maxBytes'))
    .returning('pending_seq'),
);

/** Takes a place in an inbox and gives its number, or null when the inbox is full. */
export async function reservePending(
  tx: Tx,
  place: { id: number; bytes: number; maxCount: number; maxBytes: number },
): Promise<number | null> {
  return (await reserve(tx, place))[0]?.pending_seq ?? null;
}

const release = prepareQuery<{ id: number; count: number; bytes: number }, never>((db, p) =>
  db
    .updateTable('identities')
    .set({
      pending_count: sql<number>`pending_count - ${p('count')}`,
      pending_bytes: sql<number>`pending_bytes - ${p('bytes')}`,
    })
    .where('id', '=', p('id')),
);

/** Gives back the places of acknowledged events. */
export async function releasePending(tx: Tx, id: number, count: number, bytes: number): Promise<void> {
  await release(tx, { id, count, bytes });
}

const reserveStore = prepareQuery<
  { id: number; bytes: number; now: number; maxCount: number; maxBytes: number },
  { stored_seq: number; stored_at: number }
>((db, p) =>
  db
    .updateTable('identities')
    .set({
      stored_seq: sql<number>`stored_seq + 1`,
      stored_count: sql<number>`stored_count + 1`,
      stored_bytes: sql<number>`stored_bytes + ${p('bytes')}`,
      // Never goes back, even when the clock does: order by sequence and order by time are one.
      stored_at: sql<number>`case when stored_at > ${p('now')} then stored_at else ${p('now')} end`,
    })
    .where('id', '=', p('id'))
    .where('stored_count', '<', p('maxCount'))
    .where(sql<number>`stored_bytes + ${p('bytes')}`, '<=', p('maxBytes'))
    .returning(['stored_seq', 'stored_at']),
);

/** Takes a place in the own history: its number and time of storing, or null when the quota is used up. */
export async function reserveStored(
  tx: Tx,
  place: { id: number; bytes: number; now: number; maxCount: number; maxBytes: number },
): Promise<{ seq: number; createdAt: number } | null> {
  const row = (await reserveStore(tx, place))[0];
  return row ? { seq: row.stored_seq, createdAt: row.stored_at } : null;
}

/** Gives back the places of deleted stored events. */
export async function releaseStored(tx: Tx, id: number, count: number, bytes: number): Promise<void> {
  await tx
    .updateTable('identities')
    .set({
      stored_count: sql<number>`stored_count - ${count}`,
      stored_bytes: sql<number>`stored_bytes - ${bytes}`,
    })
    .where('id', '=', id)
    .execute();
}
