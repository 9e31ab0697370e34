import type { Database, Tx } from '../database/schema.ts';

/** A statement somebody published, with the signature that anybody can check. */
export interface PublicEvent {
  id: string;
  publisher_did: string;
  channel_id: string;
  event: string;
  tags: string;
  timestamp: number;
  event_signature: string;
}

/** Tells whether an identity keeps a public event under this id. */
export async function hasPublic(tx: Tx, identityId: number, id: string): Promise<boolean> {
  const row = await tx
    .selectFrom('public_events')
    .select('seq')
    .where('identity_id', '=', identityId)
    .where('id', '=', id)
    .executeTakeFirst();
  return row !== undefined;
}

/** Publishes; the same statement again changes nothing. */
export async function insertPublic(tx: Tx, identityId: number, event: PublicEvent): Promise<void> {
  await tx
    .insertInto('public_events')
    .values({ identity_id: identityId, ...event })
    .onConflict((c) => c.column('id').doNothing())
    .execute();
}

/** How many public events an identity keeps here. */
export async function countPublic(tx: Tx, identityId: number): Promise<number> {
  const row = await tx
    .selectFrom('public_events')
    .select((e) => e.fn.countAll<number>().as('count'))
    .where('identity_id', '=', identityId)
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

/** Takes an own public event back; false when there is none under that id. */
export async function removePublic(tx: Tx, identityId: number, id: string): Promise<boolean> {
  const rows = await tx
    .deleteFrom('public_events')
    .where('identity_id', '=', identityId)
    .where('id', '=', id)
    .returning('id')
    .execute();
  return rows.length > 0;
}

/** What a DID published, oldest first, after a place. */
export async function listPublic(
  db: Database,
  publisherDid: string,
  page: { after: number; limit: number; channelId: string | null },
): Promise<(PublicEvent & { seq: number })[]> {
  let select = db
    .selectFrom('public_events')
    .select(['seq', 'id', 'publisher_did', 'channel_id', 'event', 'tags', 'timestamp', 'event_signature'])
    .where('publisher_did', '=', publisherDid)
    .where('seq', '>', page.after);
  if (page.channelId !== null) select = select.where('channel_id', '=', page.channelId);
  return select.orderBy('seq').limit(page.limit).execute();
}
