import type { Tx } from '../database/schema.ts';

/** Tells whether a request, or what became of it, was revoked. */
export async function hasTombstone(
  tx: Tx,
  requestorDid: string,
  requestorEncryptionPublicKey: string,
): Promise<boolean> {
  const row = await tx
    .selectFrom('tombstones')
    .select('expires_at')
    .where('requestor_did', '=', requestorDid)
    .where('requestor_encryption_public_key', '=', requestorEncryptionPublicKey)
    .executeTakeFirst();
  return row !== undefined;
}
