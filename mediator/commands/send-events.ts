import { pendingEventView } from '../hints/pending-event-view.ts';
import type { PendingEvent } from '../store/events/list-pending-events.ts';
import { acceptEvent, requireContract } from './accept-event.ts';
import { defineCommand } from './command.ts';
import { recipientOf } from './owner.ts';

/** Up to a hundred events into one inbox; each is accepted or refused for itself. */
export const sendEvents = defineCommand({
  type: 'SEND_EVENTS',
  recipient: 'identity',
  sender: 'anyone',
  events: ({ events }) => events.length,
  async run(context, { events }) {
    const recipient = recipientOf(context);
    await requireContract(context, recipient);
    const results: { id: string; ok: boolean; code?: string }[] = [];
    const queued: PendingEvent[] = [];
    for (const event of events) {
      const accepted = await acceptEvent(context, recipient, event);
      if ('code' in accepted) results.push({ id: event.id, ok: false, code: accepted.code });
      else {
        results.push({ id: event.id, ok: true });
        if (accepted.queued) queued.push(accepted.queued);
      }
    }
    if (queued.length > 0) {
      context.after(() => context.hub.pendingEvents(recipient.did, queued.map(pendingEventView)));
    }
    return { results };
  },
});
