/** The record kept among the own stored events of a message that came to a wallet of ours. */
import * as v from 'valibot';
import type { JsonValue } from '../../crypto/json-value.ts';
import { change } from '../../domain/change.ts';
import type { Domain } from '../../domain/domain.ts';
import { heldReceivedKey } from '../../domain/records/held-received-record.ts';
import type { OpenedOwnEvent } from '../../envelopes/open-own-event.ts';
import type { IdentityKeys } from '../../keys/identity-keys.ts';
import * as field from '../../protocol/fields.ts';
import { parseHeldRecord, recordCid } from '../../protocol/held-record.ts';
import { verifyInner } from '../../protocol/inner-message.ts';
import { parseShape } from '../../protocol/parse-shape.ts';
import { ProtocolError } from '../../protocol/protocol-error.ts';
import { enterReceived } from './enter-received.ts';
import { putReceived, type ReceivedFromEscrow } from './put-received.ts';

const schema = v.object({
  inner: v.unknown(),
  record: v.unknown(),
  cid: field.rawCid,
  escrow: field.mediatorDid,
});

/** The forms in which it is kept, the whole first: the record may not fit beside the message. */
export function ownHeldReceivedForms(
  { inner, record, cid }: Pick<ReceivedFromEscrow, 'inner' | 'record' | 'cid'>,
  escrow: string,
): JsonValue[] {
  const data = { inner, record, cid, escrow };
  return [data, { ...data, record: null }];
}

/** The same read back, with the author whose signature it has. Throws ProtocolError. */
export async function parseOwnHeldReceived(data: JsonValue): Promise<ReceivedFromEscrow> {
  const { cid, escrow, ...given } = parseShape(schema, data, 'own-held-received');
  const { inner, author } = await verifyInner(given.inner);
  const record = given.record === null ? null : parseHeldRecord(given.record);
  if (record !== null && recordCid(record) !== cid)
    throw new ProtocolError('cid', 'the record is not the one of the CID');
  return { inner, author, record, cid, escrow };
}

/**
 * Takes over a message to a wallet of ours that another device of ours opened, or this one before a restore. What is known
 * stays as it is; if the escrow still has it, the next poll encrypts it anew. Throws ProtocolError for a record that does
 * not hold.
 */
export async function importHeldReceived(
  domain: Domain,
  keys: IdentityKeys,
  { stored, event }: OpenedOwnEvent,
): Promise<void> {
  const received = await parseOwnHeldReceived(event.data);
  const { inner, author } = received;
  const { since: unreadSince } = await domain.device();
  await change(domain, async (tx) => {
    const key = heldReceivedKey(keys.index, author.signingKeyMultibase, inner.id);
    if ((await tx.tables.held_received.get(key)) !== undefined) return;
    const rekeyed = { rekey: null, newRecord: null, newCid: null };
    putReceived(tx, keys.index, received, { at: stored.meta.timestamp * 1000, rekeyed });
    await enterReceived(tx, keys.index, { author, inners: [inner], unreadSince });
    tx.after(() => tx.changes.popup('conversations', 'requests', 'state'));
  });
}
