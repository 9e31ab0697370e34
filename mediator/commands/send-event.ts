import { Refusal } from '../errors/refusal.ts';
import { pendingEventView } from '../hints/pending-event-view.ts';
import { acceptEvent, requireContract } from './accept-event.ts';
import { defineCommand } from './command.ts';
import { recipientOf } from './owner.ts';

/** One event into the inbox of a contact. The sender learns the id it chose itself: the inbox's own are the recipient's. */
export const sendEvent = defineCommand({
  type: 'SEND_EVENT',
  recipient: 'identity',
  sender: 'anyone',
  events: () => 1,
  async run(context, { id, payload }) {
    const recipient = recipientOf(context);
    await requireContract(context, recipient);
    const accepted = await acceptEvent(context, recipient, { id, payload });
    if ('code' in accepted) throw new Refusal(accepted.code);
    const { queued } = accepted;
    if (queued) context.after(() => context.hub.pendingEvents(recipient.did, [pendingEventView(queued)]));
    return { event_id: id };
  },
});
