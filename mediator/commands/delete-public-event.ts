import { Refusal } from '../errors/refusal.ts';
import { removePublicEvent } from '../store/events/remove-public-event.ts';
import { defineCommand } from './command.ts';
import { ownerOf } from './owner.ts';

/** Takes an own public event back. Somebody else's and an unknown one are answered alike. */
export const deletePublicEvent = defineCommand({
  type: 'DELETE_PUBLIC_EVENT',
  recipient: 'mediator',
  sender: 'registered',
  async run(context, { public_event_id }) {
    const removed = await removePublicEvent(context.tx, (await ownerOf(context)).id, public_event_id);
    if (!removed) throw new Refusal('NOT_FOUND');
    return { public_event_id };
  },
});
