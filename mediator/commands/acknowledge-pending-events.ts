import { removePendingEvents } from '../store/events/remove-pending-events.ts';
import { releasePending } from '../store/identities/release-pending.ts';
import { defineCommand } from './command.ts';
import { ownerOf } from './owner.ts';

/** Removes events from the own inbox, by id; ids of others and unknown ones are passed over in silence (T-48). */
export const acknowledgePendingEvents = defineCommand({
  type: 'ACKNOWLEDGE_PENDING_EVENTS',
  recipient: 'mediator',
  sender: 'registered',
  async run(context, { event_ids }) {
    const owner = await ownerOf(context);
    const seqs = event_ids.filter((id) => /^[1-9]\d{0,14}$/.test(id)).map(Number);
    const { removed, bytes } = await removePendingEvents(context.tx, owner.id, seqs);
    if (removed.size > 0) await releasePending(context.tx, owner.id, removed.size, bytes);
    return { acknowledged: event_ids.filter((id) => removed.delete(Number(id))) };
  },
});
