/** The record kept among the own stored events of the end of a hand-over: the escrow tells a recipient no more of it. */
import * as v from 'valibot';
import type { JsonValue } from '../../crypto/json-value.ts';
import { change } from '../../domain/change.ts';
import type { Domain } from '../../domain/domain.ts';
import { type HeldReceivedRecord, heldReceivedKey } from '../../domain/records/held-received-record.ts';
import type { OpenedOwnEvent } from '../../envelopes/open-own-event.ts';
import type { IdentityKeys } from '../../keys/identity-keys.ts';
import * as field from '../../protocol/fields.ts';
import { parseShape } from '../../protocol/parse-shape.ts';
import { verifiedBefore } from './verified-before.ts';

const milliseconds = v.pipe(v.number(), v.safeInteger());

const schema = v.object({
  signing_key: v.pipe(v.string(), v.maxLength(128)),
  id: field.id,
  state: v.picklist(['re-encrypted', 'not-re-encrypted']),
  new_cid: v.nullable(field.rawCid),
  new_record: verifiedBefore<HeldReceivedRecord['newRecord']>(),
  deletion_receipt: verifiedBefore<HeldReceivedRecord['deletionReceipt']>(),
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

/**
 * Takes over how the hand-over of a message to us ended at another device of ours, or at this one before a restore. A row
 * that is at its end here stays as it is. Throws ProtocolError for a record that does not hold.
 */
export async function importHeldHanded(
  domain: Domain,
  keys: IdentityKeys,
  { event }: OpenedOwnEvent,
): Promise<void> {
  const { senderSigningKey, id, end } = parseOwnHeldHanded(event.data);
  await change(domain, async (tx) => {
    const { held_received, message_cids } = tx.tables;
    const row = await held_received.get(heldReceivedKey(keys.index, senderSigningKey, id));
    if (row?.state !== 'opened') return;
    tx.put('held_received', { ...row, ...end, rekey: null, at: tx.clock.now() });
    const { newCid } = end;
    if (newCid !== null) {
      const known = await message_cids.get(id);
      const held = (known?.cids ?? []).filter(({ what }) => what === 'held');
      tx.put('message_cids', {
        eventId: id,
        identityIndex: keys.index,
        cids: [...held, { what: 're-encrypted', cid: newCid, listedBy: row.escrow, block: null }],
      });
    }
    tx.after(() => tx.changes.popup('conversations', 'requests'));
  });
}
