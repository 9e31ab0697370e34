import type { PendingEvent } from '../../lib/protocol/commands.ts';
import type { PendingEvent as PendingEventRow } from '../store/events/list-pending-events.ts';

/** A queued event as its recipient sees it; the id is a number of the recipient's own inbox. */
export function pendingEventView(row: PendingEventRow): PendingEvent {
  return {
    id: String(row.seq),
    sender_did: row.sender_did,
    payload: row.payload,
    timestamp: row.created_at,
  };
}
