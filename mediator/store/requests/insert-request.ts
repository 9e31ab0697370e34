import type { Tx } from '../database/schema.ts';

/** A contract request that waits for its recipient; the mediator cannot open it. */
export interface PendingRequest {
  id: string;
  sender_did: string;
  encrypted_request: string;
  requestor_ephemeral_public_key: string;
  created_at: number;
}

/** Puts a request into the recipient's tray. */
export async function insertRequest(tx: Tx, identityId: number, request: PendingRequest): Promise<void> {
  await tx
    .insertInto('contract_requests')
    .values({ identity_id: identityId, ...request })
    .execute();
}
