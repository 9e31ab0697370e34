import type { Tx } from '../database/schema.ts';

/** Makes the row of a newly registered DID, or moves the end of its registration. */
export async function setRegistration(
  tx: Tx,
  registration: { did: string; signingKey: string; home: boolean; until: number },
): Promise<void> {
  await tx
    .insertInto('identities')
    .values({
      did: registration.did,
      signing_key: registration.signingKey,
      home: registration.home ? 1 : 0,
      registered_until: registration.until,
      pending_seq: 0,
      pending_count: 0,
      pending_bytes: 0,
      stored_seq: 0,
      stored_count: 0,
      stored_bytes: 0,
      stored_at: 0,
    })
    .onConflict((c) => c.column('did').doUpdateSet({ registered_until: registration.until }))
    .execute();
}
