import * as v from 'valibot';
import * as field from './fields.ts';
import { parseShape } from './parse-shape.ts';
import { openJson, sealJson } from './sealed-json.ts';

const metaOf = <D extends 'in' | 'out' | 'self'>(direction: D) => ({
  direction: v.literal(direction),
  sender_did: field.did,
  recipient_did: field.anyDid,
  timestamp: field.seconds,
  tags: field.plainTags,
});

const conversation = { contract_id: field.hash, signature: field.signature };

const storedSchema = v.strictObject({
  v: v.literal(1),
  event: field.text,
  meta: v.variant('direction', [
    v.strictObject({ ...metaOf('in'), ...conversation }),
    v.strictObject({ ...metaOf('out'), ...conversation }),
    v.strictObject({ ...metaOf('self'), contract_id: v.null(), signature: v.null() }),
  ]),
});

/**
 * The own copy of an event (protocol.md §6.6). `event` is the text as signed, so that with `contract_id`, `timestamp` and
 * `signature` the envelope can be verified again; `tags` are plain, reserved ones only on own records. Direction `self`
 * marks the companion's own records (`decentrl.contract`, …), which have no envelope.
 */
export type StoredEvent = v.InferOutput<typeof storedSchema>;

/** The stored payload: padded, encrypted under the store sub-key, base64. Throws `ProtocolError` (`stored`, `too-large`). */
export async function encryptStored(stored: StoredEvent, storeKey: CryptoKey): Promise<string> {
  return sealJson(parseShape(storedSchema, stored, 'stored'), storeKey);
}

/** The own copy in a stored payload; throws `ProtocolError`. The mediator can only withhold or repeat it, not change it. */
export async function openStored(payload: string, storeKey: CryptoKey): Promise<StoredEvent> {
  return parseShape(storedSchema, await openJson(payload, storeKey), 'stored');
}
