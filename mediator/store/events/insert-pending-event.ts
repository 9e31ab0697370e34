import { prepareQuery } from '../database/prepare-query.ts';
import type { Tx } from '../database/schema.ts';

type NewEvent = { identityId: number; seq: number; senderDid: string; payload: string; createdAt: number };

const insert = prepareQuery<NewEvent, never>((db, p) =>
  db.insertInto('pending_events').values({
    identity_id: p('identityId'),
    seq: p('seq'),
    sender_did: p('senderDid'),
    payload: p('payload'),
    created_at: p('createdAt'),
  }),
);

/** Puts an event into its reserved place. */
export async function insertPendingEvent(tx: Tx, event: NewEvent): Promise<void> {
  await insert(tx, event);
}
