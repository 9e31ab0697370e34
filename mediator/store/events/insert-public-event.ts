import type { Tx } from '../database/schema.ts';

/** A statement somebody published, with the signature that anybody can check. */
export interface PublicEvent {
  id: string;
  publisher_did: string;
  channel_id: string;
  event: string;
  tags: string;
  timestamp: number;
  event_signature: string;
}

/** Publishes; the same statement again changes nothing. */
export async function insertPublicEvent(tx: Tx, identityId: number, event: PublicEvent): Promise<void> {
  await tx
    .insertInto('public_events')
    .values({ identity_id: identityId, ...event })
    .onConflict((c) => c.column('id').doNothing())
    .execute();
}
