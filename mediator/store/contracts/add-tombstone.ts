import type { Tx } from '../database/schema.ts';

/**
 * What was revoked or withdrawn, kept under the request it came from until it would have ended anyway,
 * also for what was never stored: neither a replay nor a second completion revives anything (protocol.md §5.8). Of two ends
 * the later counts, so that a requestor cannot end a tombstone early with a short request under the same key.
 */
export async function addTombstone(
  tx: Tx,
  tombstone: { requestorDid: string; requestorEncryptionPublicKey: string; expiresAt: number },
): Promise<void> {
  await tx
    .insertInto('tombstones')
    .values({
      requestor_did: tombstone.requestorDid,
      requestor_encryption_public_key: tombstone.requestorEncryptionPublicKey,
      expires_at: tombstone.expiresAt,
    })
    .onConflict((c) =>
      c
        .columns(['requestor_did', 'requestor_encryption_public_key'])
        .doUpdateSet((e) => ({ expires_at: e.ref('excluded.expires_at') }))
        .whereRef('excluded.expires_at', '>', 'tombstones.expires_at'),
    )
    .execute();
}
