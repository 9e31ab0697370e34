import type { Database } from '../database/schema.ts';
import type { PublicEvent } from './insert-public-event.ts';

/** What a DID published, oldest first, after a place. */
export async function listPublicEvents(
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
