/** The record kept among the own stored events of a message given to an escrow: everything else follows from the signed message. */
import * as v from 'valibot';
import type { JsonValue } from '../../crypto/json-value.ts';
import { change } from '../../domain/change.ts';
import type { Domain } from '../../domain/domain.ts';
import { type AddressRecord, addressKey } from '../../domain/records/address-record.ts';
import { emptyAddress } from '../../domain/records/empty-address.ts';
import type { Tx } from '../../domain/tx.ts';
import type { OpenedOwnEvent } from '../../envelopes/open-own-event.ts';
import type { IdentityKeys } from '../../keys/identity-keys.ts';
import * as field from '../../protocol/fields.ts';
import { parseHeldRecord, recordCid } from '../../protocol/held-record.ts';
import { commitmentOf, verifyInner } from '../../protocol/inner-message.ts';
import { parseShape } from '../../protocol/parse-shape.ts';
import { ProtocolError } from '../../protocol/protocol-error.ts';
import { enterSent } from './enter-sent.ts';
import { putSent, type SentToEscrow } from './put-sent.ts';

const schema = v.object({
  dev: v.string(),
  inner: v.unknown(),
  record: v.unknown(),
  cid: field.rawCid,
  escrow: field.mediatorDid,
  not_after: field.seconds,
  tags: field.plainTags,
  origin: v.nullable(v.string()),
});

/** A message as it was given to an escrow: `dev` is the device that sends it. `record` is null when both did not fit, and then only the re-encrypted one can be proven here. */
export type OwnHeldSent = SentToEscrow & { dev: string; tags: string[] };

/** The forms in which it is kept, the whole first: without the record, which is larger than the message, it may still fit. */
export function ownHeldSentForms(sent: OwnHeldSent): JsonValue[] {
  const { dev, inner, record, cid, escrow, notAfter, tags, origin } = sent;
  const data = { dev, inner, record, cid, escrow, not_after: notAfter, tags, origin };
  return [data, { ...data, record: null }];
}

/** The same read back, of a message that this identity signed. Throws ProtocolError. */
export async function parseOwnHeldSent(data: JsonValue, signingKey: string): Promise<OwnHeldSent> {
  const given = parseShape(schema, data, 'own-held-sent');
  const { inner, author } = await verifyInner(given.inner);
  if (author.signingKeyMultibase !== signingKey)
    throw new ProtocolError('own-held-sent', 'a message of somebody else');
  const record = given.record === null ? null : parseHeldRecord(given.record);
  if (record !== null && recordCid(record) !== given.cid)
    throw new ProtocolError('cid', 'the record is not the one of the CID');
  const { dev, cid, escrow, tags, origin, not_after: notAfter } = given;
  return { dev, inner, record, cid, escrow, notAfter, tags, origin };
}

/**
 * Takes over a message that another device of ours gave to an escrow, or this one before a restore: row, history and room.
 * Nothing is sent for it. It is `queued`, whatever became of it meanwhile: the escrow tells that in the next poll. What is
 * known stays as it is. Throws ProtocolError for a record that does not hold.
 */
export async function importHeldSent(
  domain: Domain,
  keys: IdentityKeys,
  { stored, event }: OpenedOwnEvent,
): Promise<void> {
  const sent = await parseOwnHeldSent(event.data, keys.did.signingKeyMultibase);
  // What this device sent stands in its tables since before it was saved.
  if (sent.dev === (await domain.device()).id) return;
  const at = stored.meta.timestamp * 1000;
  await change(domain, async (tx) => {
    const known = await tx.tables.held_sent.get(sent.inner.id);
    // Only what the escrow refused and was then given anew has another CID.
    if (known !== undefined && (known.state !== 'failed' || known.cid === sent.cid)) return;
    if (known === undefined) {
      tx.put('addresses', await continued(tx, keys, sent, at));
      await enterSent(tx, keys.index, sent);
    }
    putSent(tx, keys.index, sent, at);
    tx.after(() => tx.changes.popup('conversations'));
  });
}

/** The address with its room as far as it is known now: the next message has the number after the highest. */
async function continued(
  { tables, clock }: Tx,
  { index }: IdentityKeys,
  { inner }: OwnHeldSent,
  at: number,
): Promise<AddressRecord> {
  const { chain_id: chainId, to_address: address } = inner;
  const before =
    (await tables.addresses.get(addressKey(index, chainId, address))) ??
    emptyAddress(index, { chainId, address }, clock.now());
  const isNext = inner.seq > (before.room?.seq ?? 0);
  return {
    ...before,
    ...(isNext && {
      room: { salt: inner.room_salt, roomId: inner.room_id, seq: inner.seq, prev: commitmentOf(inner) },
    }),
    // Once somebody answers for the address here, only a message sent from here makes the next request expected again.
    ...(before.pinned === null && { unfinishedSince: Math.max(before.unfinishedSince ?? 0, at) }),
  };
}
