import { removeStoredEvents } from '../store/events/remove-stored-events.ts';
import { releaseStored } from '../store/identities/release-stored.ts';
import { acceptId } from '../store/replay/accept-id.ts';
import { defineCommand } from './command.ts';
import { deletedId } from './deleted-id.ts';
import { ownerOf } from './owner.ts';

/** Destroys own stored events, and remembers their ids so that a late retry does not store them again. */
export const deleteEvents = defineCommand({
  type: 'DELETE_EVENTS',
  recipient: 'mediator',
  sender: 'registered',
  async run(context, { event_ids }) {
    const { tx, now, limits } = context;
    const owner = await ownerOf(context);
    const { removed, bytes } = await removeStoredEvents(tx, owner.id, event_ids);
    if (removed.size > 0) await releaseStored(tx, owner.id, removed.size, bytes);
    const deleted = event_ids.filter((id) => removed.delete(id));
    for (const id of deleted) await acceptId(tx, deletedId(owner, id), '', now + limits.client_id_seconds);
    return { deleted };
  },
});
