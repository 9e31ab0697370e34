import type { JsonValue } from '../crypto/json-value.ts';
import type { IdentityKeys } from '../keys/identity-keys.ts';
import type { NewOutboxRow } from '../mediator-client/outbox/outbox-row.ts';
import { newEventId } from '../protocol/envelope.ts';
import { encryptStored } from '../protocol/stored-event.ts';
import { tagBlob } from '../protocol/tags.ts';
import type { OwnCopy } from './own-copy.ts';
import { ownMediatorRow } from './own-row.ts';

/** The outbox row that keeps a record of the companion's own among the own stored events; `now` in milliseconds. */
export async function ownRecordRow(
  keys: IdentityKeys,
  type: string,
  data: JsonValue,
  now: number,
): Promise<NewOutboxRow> {
  return ownRecordsRow(keys, [await sealOwnRecord(keys, type, data, now)]);
}

/** One outbox row for several of them, at least one. */
export function ownRecordsRow(keys: IdentityKeys, records: readonly OwnCopy[]): NewOutboxRow {
  return ownMediatorRow(keys, {
    id: `own:${records[0]?.id}`,
    payload: { type: 'SAVE_EVENTS', events: [...records] },
    group: 'save',
  });
}

/** Encrypts one such record. Throws ProtocolError (`too-large`), LockedError. */
export async function sealOwnRecord(
  keys: Pick<IdentityKeys, 'did' | 'store' | 'tag'>,
  type: string,
  data: JsonValue,
  now: number,
): Promise<OwnCopy> {
  const payload = await encryptStored(
    {
      v: 1,
      event: JSON.stringify({ type, data }),
      meta: {
        direction: 'self',
        sender_did: keys.did.did,
        recipient_did: keys.did.mediatorDid,
        contract_id: null,
        timestamp: Math.floor(now / 1000),
        signature: null,
        tags: [type],
      },
    },
    keys.store,
  );
  return { id: newEventId(), payload, tags: [await tagBlob(keys.tag, type)] };
}
