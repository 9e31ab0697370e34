import * as v from 'valibot';
import * as field from '../../lib/protocol/fields.ts';
import { decodePlace, encodeCursor } from '../commands/cursor.ts';
import type { MediatorContext } from '../context/mediator-context.ts';
import { Refusal } from '../errors/refusal.ts';
import { pageWithin } from '../store/database/page-within.ts';
import { listPublicEvents } from '../store/events/list-public-events.ts';

const schema = v.object({
  did: field.did,
  limit: v.optional(v.pipe(v.string(), v.regex(/^[1-9]\d{0,2}$/), v.transform(Number), v.maxValue(100))),
  cursor: field.cursor,
  channel_id: v.optional(field.id),
});

/** What a DID published, oldest first, each with its signature; an unknown DID has published nothing. @throws Refusal */
export async function publicEvents(
  mediator: MediatorContext,
  query: Record<string, string | undefined>,
): Promise<object> {
  const parsed = v.safeParse(schema, query);
  if (!parsed.success) throw new Refusal('INVALID_COMMAND');
  const { did, limit = mediator.limits.page_events, cursor, channel_id } = parsed.output;
  const page = Math.min(limit, mediator.limits.page_events);
  const rows = await listPublicEvents(mediator.db, did, {
    after: decodePlace(mediator.keys, 'public', cursor),
    limit: page + 1,
    channelId: channel_id ?? null,
  });
  const sized = rows.map((row) => ({ row, bytes: row.event.length }));
  const { kept, more } = pageWithin(sized, page, mediator.limits.page_bytes);
  const last = kept.at(-1);
  return {
    events: kept.map(({ row }) => ({
      public_event_id: row.id,
      publisher_did: row.publisher_did,
      channel_id: row.channel_id,
      event: row.event,
      tags: JSON.parse(row.tags) as string[],
      timestamp: row.timestamp,
      event_signature: row.event_signature,
    })),
    next_cursor: more && last ? encodeCursor(mediator.keys, 'public', last.row.seq) : null,
  };
}
