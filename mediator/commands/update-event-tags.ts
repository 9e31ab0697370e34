import { replaceEventTags } from '../store/events/replace-event-tags.ts';
import { defineCommand } from './command.ts';
import { ownerOf } from './owner.ts';

/** Gives own stored events other tags; unknown ids are passed over. */
export const updateEventTags = defineCommand({
  type: 'UPDATE_EVENT_TAGS',
  recipient: 'mediator',
  sender: 'registered',
  events: ({ events }) => events.length,
  async run(context, { events }) {
    const owner = await ownerOf(context);
    let updated = 0;
    for (const { event_id, tags } of events) {
      if (await replaceEventTags(context.tx, owner.id, event_id, [...new Set(tags)])) updated++;
    }
    return { updated };
  },
});
