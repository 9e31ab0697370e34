import { pageWithin } from '../store/database/page-within.ts';
import { listRequests } from '../store/requests/list-requests.ts';
import { defineCommand } from './command.ts';
import { decodePlace, encodeCursor } from './cursor.ts';
import { ownerOf } from './owner.ts';

/** A page of the contract requests that wait for the sender, oldest first. */
export const queryPendingRequests = defineCommand({
  type: 'QUERY_PENDING_COMMUNICATION_CONTRACT_REQUESTS',
  recipient: 'mediator',
  sender: 'registered',
  async run(context, { limit, cursor }) {
    const { limits } = context;
    const page = Math.min(limit ?? limits.page_events, limits.page_events);
    const after = decodePlace(context.keys, 'requests', cursor);
    const rows = await listRequests(context.tx, (await ownerOf(context)).id, after, page + 1);
    const sized = rows.map((row) => ({ row, bytes: row.encrypted_request.length }));
    const { kept, more } = pageWithin(sized, page, limits.page_bytes);
    const last = kept.at(-1);
    return {
      requests: kept.map(({ row }) => ({
        id: row.id,
        sender_did: row.sender_did,
        encrypted_request: row.encrypted_request,
        requestor_ephemeral_public_key: row.requestor_ephemeral_public_key,
        timestamp: row.created_at,
      })),
      next_cursor: more && last ? encodeCursor(context.keys, 'requests', last.row.seq) : null,
    };
  },
});
