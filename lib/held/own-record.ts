import { ownMediatorRow } from '../events/own-row.ts';
import type { IdentityKeys } from '../keys/identity-keys.ts';
import type { OutboxRow } from '../mediator/outbox-row.ts';
import { newEventId } from '../protocol/envelope.ts';
import { encryptStored } from '../protocol/stored-event.ts';
import { tagBlob } from '../protocol/tags.ts';
import type { JsonValue } from '../provider/decentrl-rpc.ts';

/** The outbox row that keeps a record of the companion's own among the own stored events; `now` in milliseconds. */
export async function ownRecordRow(
  keys: IdentityKeys,
  type: string,
  data: JsonValue,
  now: number,
): Promise<OutboxRow> {
  const id = newEventId();
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
  const events = [{ id, payload, tags: [await tagBlob(keys.tag, type)] }];
  return ownMediatorRow(keys, {
    id: `own:${id}`,
    payload: { type: 'SAVE_EVENTS', events },
    group: 'save',
    now,
  });
}
