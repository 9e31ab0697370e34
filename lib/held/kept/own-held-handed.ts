/** What is kept among the own stored events of the end of a hand-over: the escrow tells a recipient no more of it. */
import * as v from 'valibot';
import type { JsonValue } from '../../crypto/json-value.ts';
import type { HeldReceivedRecord } from '../../domain/records/held-received-record.ts';
import * as field from '../../protocol/fields.ts';
import { parseShape } from '../../protocol/parse-shape.ts';

const json = v.custom<JsonValue>((value) => value !== undefined);
const milliseconds = v.pipe(v.number(), v.safeInteger());

const schema = v.object({
  signing_key: v.pipe(v.string(), v.maxLength(128)),
  id: field.id,
  state: v.picklist(['re-encrypted', 'not-re-encrypted']),
  new_cid: v.nullable(field.rawCid),
  new_record: json,
  deletion_receipt: json,
  since: v.nullable(milliseconds),
  reason: v.nullable(v.string()),
});

/** Whose message, by its signer and id, and what changed in its row. */
export type OwnHeldHanded = Pick<HeldReceivedRecord, 'senderSigningKey' | 'id'> & {
  end: Pick<HeldReceivedRecord, 'state' | 'newCid' | 'newRecord' | 'deletionReceipt' | 'since' | 'reason'>;
};

/** The forms in which it is kept, the whole first. */
export function ownHeldHandedForms(row: HeldReceivedRecord): JsonValue[] {
  const data = {
    signing_key: row.senderSigningKey,
    id: row.id,
    state: row.state,
    new_cid: row.newCid,
    new_record: row.newRecord,
    deletion_receipt: row.deletionReceipt,
    since: row.since,
    reason: row.reason,
  };
  return [data, { ...data, new_record: null }];
}

/** The same read back. Throws ProtocolError. */
export function parseOwnHeldHanded(data: JsonValue): OwnHeldHanded {
  const given = parseShape(schema, data, 'own-held-handed');
  const { signing_key, id, state, new_cid, new_record, deletion_receipt, since, reason } = given;
  return {
    senderSigningKey: signing_key,
    id,
    end: {
      state,
      newCid: new_cid,
      newRecord: new_record,
      deletionReceipt: deletion_receipt,
      since,
      reason,
    },
  };
}
