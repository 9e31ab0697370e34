/** The record kept among the own stored events of how a message of ours went on: an escrow forgets it, or never had it. */
import * as v from 'valibot';
import type { JsonValue } from '../../crypto/json-value.ts';
import { change } from '../../domain/change.ts';
import type { Domain } from '../../domain/domain.ts';
import type { KnownBinding } from '../../domain/records/address-record.ts';
import { type HeldSentRecord, isUnfinished } from '../../domain/records/held-sent-record.ts';
import type { OpenedOwnEvent } from '../../envelopes/open-own-event.ts';
import type { IdentityKeys } from '../../keys/identity-keys.ts';
import * as field from '../../protocol/fields.ts';
import { parseShape } from '../../protocol/parse-shape.ts';
import { bookBinding } from './book-binding.ts';
import { noteNewCid } from './note-new-cid.ts';
import { verifiedBefore } from './verified-before.ts';

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
  receipt: verifiedBefore<HeldSentRecord['receipt']>(),
  since: milliseconds,
  reason: v.nullable(v.string()),
  new_cid: v.nullable(field.rawCid),
  new_record: verifiedBefore<HeldSentRecord['newRecord']>(),
  // As with `verifiedBefore`.
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
    binding: binding && { ...binding, binding: { ...binding.binding } },
  };
  return [data, { ...data, new_record: null }];
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

/**
 * Takes over how a message of ours went on, as another device of ours learned it, or this one before a restore. What is
 * at its end here stays as it is, and so does one that was given anew since. Throws ProtocolError for a record that does
 * not hold.
 */
export async function importHeldState(
  domain: Domain,
  keys: IdentityKeys,
  { event }: OpenedOwnEvent,
): Promise<void> {
  const { id, cid, change: learned, binding } = parseOwnHeldState(event.data);
  await change(domain, async (tx) => {
    const held = await tx.tables.held_sent.get(id);
    if (held?.identityIndex !== keys.index || held.cid !== cid || !isUnfinished(held)) return;
    // The escrow answers a message once: what was held since is not refused.
    if ((learned.state === 'held' || learned.state === 'failed') && held.state !== 'queued') return;
    if (learned.state === 're-encrypted') {
      if (binding === null) return;
      // Another key may have been known before; then the poll judges it, and this one waits.
      const did = await bookBinding(tx, held, { known: binding, succeeds: null });
      if (did === null) return;
    }
    tx.put('held_sent', { ...held, ...learned, at: tx.clock.now() });
    if (learned.newCid !== null) await noteNewCid(tx, held, learned.newCid);
    tx.after(() => tx.changes.popup('conversations', 'state'));
  });
}
