/** What is kept among the own stored events of how a message of ours went on: an escrow forgets it, or never had it. */
import * as v from 'valibot';
import type { JsonValue } from '../../crypto/json-value.ts';
import type { KnownBinding } from '../../domain/records/address-record.ts';
import type { HeldSentRecord } from '../../domain/records/held-sent-record.ts';
import * as field from '../../protocol/fields.ts';
import { parseShape } from '../../protocol/parse-shape.ts';

const json = v.custom<JsonValue>((value) => value !== undefined);
const milliseconds = v.nullable(v.pipe(v.number(), v.safeInteger()));

const schema = v.object({
  id: field.id,
  cid: field.rawCid,
  state: v.picklist([
    'held',
    're-encrypted',
    'expired',
    'withdrawn',
    'not-re-encrypted',
    'disputed',
    'unconfirmed',
    'failed',
  ]),
  received_at: milliseconds,
  receipt: json,
  since: milliseconds,
  reason: v.nullable(v.string()),
  new_cid: v.nullable(field.rawCid),
  new_record: json,
  // Verified by our device that wrote it; nobody else can write under our store sub-key.
  binding: v.nullable(v.custom<KnownBinding>((value) => typeof value === 'object' && value !== null)),
});

/** Which message, and what changed in its row. */
export type OwnHeldState = Pick<HeldSentRecord, 'id' | 'cid'> & {
  change: Pick<
    HeldSentRecord,
    'state' | 'receivedAt' | 'receipt' | 'since' | 'reason' | 'newCid' | 'newRecord'
  >;
  /** Of a re-encrypted one, who answers for the address. */
  binding: KnownBinding | null;
};

/** The forms in which it is kept, the whole first. */
export function ownHeldStateForms(row: HeldSentRecord, binding: KnownBinding | null = null): JsonValue[] {
  const data = {
    id: row.id,
    cid: row.cid,
    state: row.state,
    received_at: row.receivedAt,
    receipt: row.receipt,
    since: row.since,
    reason: row.reason,
    new_cid: row.newCid,
    new_record: row.newRecord,
    binding,
  };
  return [data, { ...data, new_record: null }] as unknown as JsonValue[];
}

/** The same read back. Throws ProtocolError. */
export function parseOwnHeldState(data: JsonValue): OwnHeldState {
  const given = parseShape(schema, data, 'own-held-state');
  const { id, cid, state, received_at, receipt, since, reason, new_cid, new_record, binding } = given;
  return {
    id,
    cid,
    change: {
      state,
      receivedAt: received_at,
      receipt,
      since,
      reason,
      newCid: new_cid,
      newRecord: new_record,
    },
    binding,
  };
}
