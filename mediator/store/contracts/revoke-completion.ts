import type { Tx } from '../database/schema.ts';

/** Marks the completion of a request as revoked; a second time changes nothing. */
export async function revokeCompletion(
  tx: Tx,
  requestorDid: string,
  requestorEncryptionPublicKey: string,
  now: number,
): Promise<void> {
  await tx
    .updateTable('contracts')
    .set({ revoked_at: now })
    .where('requestor_did', '=', requestorDid)
    .where('requestor_encryption_public_key', '=', requestorEncryptionPublicKey)
    .where('revoked_at', 'is', null)
    .execute();
}
