import { listRequests } from '../store/contract-requests.ts';
import { defineCommand } from './command.ts';
import { decodePlace, encodeCursor } from './cursor.ts';
import { ownerOf } from './owner.ts';

/** A page of the contract requests that wait for the sender, oldest first. */
export const queryPendingRequests = defineCommand({
  type: 'QUERY_PENDING_COMMUNICATION_CONTRACT_REQUESTS',
  recipient: 'mediator',
  sender: 'registered',
  async run(context, { limit, cursor }) {
    const page = Math.min(limit ?? context.limits.page_events, context.limits.page_events);
    const after = decodePlace(context.keys, 'requests', cursor);
    const rows = await listRequests(context.tx, (await ownerOf(context)).id, after, page + 1);
    const kept = rows.slice(0, page);
    const last = kept.at(-1);
    return {
      requests: kept.map((row) => ({
        id: row.id,
        sender_did: row.sender_did,
        encrypted_request: row.encrypted_request,
        requestor_ephemeral_public_key: row.requestor_ephemeral_public_key,
        timestamp: row.created_at,
      })),
      next_cursor: rows.length > page && last ? encodeCursor(context.keys, 'requests', last.seq) : null,
    };
  },
});
