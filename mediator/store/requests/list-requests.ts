import type { Tx } from '../database/schema.ts';
import type { PendingRequest } from './insert-request.ts';

/** Requests after a place in the tray, oldest first. */
export async function listRequests(
  tx: Tx,
  identityId: number,
  after: number,
  limit: number,
): Promise<(PendingRequest & { seq: number })[]> {
  return tx
    .selectFrom('contract_requests')
    .select(['id', 'seq', 'sender_did', 'encrypted_request', 'requestor_ephemeral_public_key', 'created_at'])
    .where('identity_id', '=', identityId)
    .where('seq', '>', after)
    .orderBy('seq')
    .limit(limit)
    .execute();
}
