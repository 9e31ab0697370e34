import type { ServerFrame } from '../../lib/protocol/socket-frames.ts';
import type { MediatorContext } from '../context/mediator-context.ts';
import { pendingEventView } from '../hints/pending-event-view.ts';
import { listPendingEvents } from '../store/events/list-pending-events.ts';
import type { IdentityRow } from '../store/identities/find-identity.ts';
import { countRequests } from '../store/requests/count-requests.ts';

const EVENTS = 20;
const BYTES = 131_072;

/** What a socket is sent first: the head of the inbox and how many requests wait, each only when there is something. */
export async function firstHints(mediator: MediatorContext, identity: IdentityRow): Promise<string[]> {
  const frames: ServerFrame[] = [];
  if (identity.pending_count > 0) {
    const { events } = await listPendingEvents(mediator.db, identity.id, {
      after: 0,
      limit: EVENTS,
      maxBytes: BYTES,
    });
    if (events.length > 0) frames.push({ type: 'PENDING_EVENTS', events: events.map(pendingEventView) });
  }
  const count = await mediator.store.change((tx) => countRequests(tx, identity.id));
  if (count > 0) frames.push({ type: 'PENDING_CONTRACT_REQUESTS', count });
  return frames.map((frame) => JSON.stringify(frame));
}
