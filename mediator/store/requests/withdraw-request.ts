import type { Tx } from '../database/schema.ts';

/** Takes a withdrawn request out of whatever tray it waits in; gives the identities whose tray changed. */
export async function withdrawRequest(tx: Tx, senderDid: string, ephemeral: string): Promise<number[]> {
  const rows = await tx
    .deleteFrom('contract_requests')
    .where('sender_did', '=', senderDid)
    .where('requestor_ephemeral_public_key', '=', ephemeral)
    .returning('identity_id')
    .execute();
  return rows.map((row) => row.identity_id);
}
