import { decodeAgreementKey } from '../crypto/multikey.ts';
import { ownMediatorRow } from '../envelopes/own-row.ts';
import type { IdentityKeys } from '../keys/identity-keys.ts';
import type { NewOutboxRow } from '../mediator-client/outbox/outbox-row.ts';
import { contractRecordId } from '../protocol/tags.ts';

/** The command that deletes the saved key `publicKey` (multibase) from the own mediator. */
export async function deleteKeyRow(keys: IdentityKeys, publicKey: string): Promise<NewOutboxRow> {
  const id = await contractRecordId(keys.tag, decodeAgreementKey(publicKey));
  return ownMediatorRow(keys, {
    id: `delete-key:${publicKey}`,
    payload: { type: 'DELETE_EVENTS', event_ids: [id] },
    group: 'other',
  });
}
