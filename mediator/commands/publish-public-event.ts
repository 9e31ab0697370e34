import { hash } from 'node:crypto';
import { verifyPublicEvent } from '../../lib/protocol/public-event.ts';
import { Refusal } from '../errors/refusal.ts';
import { countPublicEvents } from '../store/events/count-public-events.ts';
import { hasPublicEvent } from '../store/events/has-public-event.ts';
import { insertPublicEvent } from '../store/events/insert-public-event.ts';
import { defineCommand } from './command.ts';
import { ownerOf } from './owner.ts';

/** Publishes a statement under the sender's DID. Its id is made from its signature, so that the same again is the same. */
export const publishPublicEvent = defineCommand({
  type: 'PUBLISH_PUBLIC_EVENT',
  recipient: 'mediator',
  sender: 'registered',
  events: () => 1,
  async prepare(payload, { sender }) {
    const { channel_id, event, tags, timestamp, event_signature } = payload;
    await verifyPublicEvent({
      publisher_did: sender.did,
      channel_id,
      event,
      tags,
      timestamp,
      event_signature,
    });
    return undefined;
  },
  async run(context, payload) {
    const owner = await ownerOf(context);
    const id = hash('sha256', payload.event_signature, 'buffer').subarray(0, 16).toString('base64url');
    if (await hasPublicEvent(context.tx, owner.id, id)) return { public_event_id: id };
    if ((await countPublicEvents(context.tx, owner.id)) >= context.limits.public_events_per_identity) {
      throw new Refusal('QUOTA_EXCEEDED');
    }
    await insertPublicEvent(context.tx, owner.id, {
      id,
      publisher_did: owner.did,
      channel_id: payload.channel_id,
      event: payload.event,
      tags: JSON.stringify(payload.tags),
      timestamp: payload.timestamp,
      event_signature: payload.event_signature,
    });
    return { public_event_id: id };
  },
});
