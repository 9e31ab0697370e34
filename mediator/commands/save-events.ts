import { base64Decode } from '../../lib/crypto/base64.ts';
import { rawCid } from '../../lib/protocol/cid.ts';
import { Refusal } from '../errors/refusal.ts';
import { listCid } from '../store/anchor/list-cid.ts';
import { findStoredEvent } from '../store/events/find-stored-event.ts';
import { insertStoredEvent } from '../store/events/insert-stored-event.ts';
import { reserveStored } from '../store/identities/reserve-stored.ts';
import { isAccepted } from '../store/replay/is-accepted.ts';
import { defineCommand } from './command.ts';
import { deletedId } from './deleted-id.ts';
import { ownerOf } from './owner.ts';

/**
 * Puts events into the own history. The first under an id wins, again is SUCCESS; so is one that was deleted within the
 * last 30 days, which stays deleted: a late retry of another device must not bring a destroyed key back.
 * With `anchor` the CID of each new one is listed, over its decoded payload, which is not published (address-messaging.md §4.2).
 */
export const saveEvents = defineCommand({
  type: 'SAVE_EVENTS',
  recipient: 'mediator',
  sender: 'registered',
  events: ({ events }) => events.length,
  async run(context, { events, anchor }) {
    const { tx, limits, now, isAnchoring } = context;
    // Saying yes would promise an anchor that never comes.
    if (anchor !== undefined && !isAnchoring) throw new Refusal('UNSUPPORTED_COMMAND');
    const owner = await ownerOf(context);
    for (const { id, payload, tags } of events) {
      if (await findStoredEvent(tx, owner.id, id)) continue;
      if (await isAccepted(tx, deletedId(owner, id))) continue;
      const place = await reserveStored(tx, {
        id: owner.id,
        bytes: payload.length,
        now,
        maxCount: limits.stored_events,
        maxBytes: limits.stored_bytes,
      });
      if (!place) throw new Refusal('QUOTA_EXCEEDED');
      const unique = [...new Set(tags)];
      await insertStoredEvent(tx, { identityId: owner.id, ...place, eventId: id, payload, tags: unique });
      if (anchor) await listCid(tx, { cid: rawCid(base64Decode(payload)), roomId: anchor.room_id, now });
    }
    return { event_ids: events.map(({ id }) => id) };
  },
});
