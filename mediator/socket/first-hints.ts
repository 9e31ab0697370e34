import type { ServerFrame } from '../../lib/protocol/socket-frames.ts';
import type { CommandHouse } from '../dispatch/run-command.ts';
import { pendingEventView } from '../hints/pending-event-view.ts';
import { listPendingEvents } from '../store/events/list-pending-events.ts';
import type { IdentityRow } from '../store/identities/find-identity.ts';
import { countRequests } from '../store/requests/count-requests.ts';

const EVENTS = 20;
const BYTES = 131_072;

/** What a socket hears first: the head of the inbox and how many requests wait, each only when there is something. */
export async function firstHints(house: CommandHouse, identity: IdentityRow): Promise<string[]> {
  const frames: ServerFrame[] = [];
  if (identity.pending_count > 0) {
    const { events } = await listPendingEvents(house.db, identity.id, {
      after: 0,
      limit: EVENTS,
      maxBytes: BYTES,
    });
    if (events.length > 0) frames.push({ type: 'PENDING_EVENTS', events: events.map(pendingEventView) });
  }
  const count = await house.store.run({ effect: (tx) => countRequests(tx, identity.id) });
  if (count > 0) frames.push({ type: 'PENDING_CONTRACT_REQUESTS', count });
  return frames.map((frame) => JSON.stringify(frame));
}
