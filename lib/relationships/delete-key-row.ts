import { decodeAgreementKey } from '../crypto/multikey.ts';
import { ownMediatorRow } from '../envelopes/own-row.ts';
import type { IdentityKeys } from '../keys/identity-keys.ts';
import type { OutboxRow } from '../mediator-client/outbox/outbox-row.ts';
import { contractRecordId } from '../protocol/tags.ts';

/** The command that deletes the saved key `publicKey` (multibase) from the own mediator; `now` in milliseconds. */
export async function deleteKeyRow(keys: IdentityKeys, publicKey: string, now: number): Promise<OutboxRow> {
  const id = await contractRecordId(keys.tag, decodeAgreementKey(publicKey));
  return ownMediatorRow(keys, {
    id: `delete-key:${publicKey}`,
    payload: { type: 'DELETE_EVENTS', event_ids: [id] },
    group: 'other',
    now,
  });
}
