import * as v from 'valibot';
import { importAeadKey } from '../crypto/aead.ts';
import { randomBytes, utf8 } from '../crypto/bytes.ts';
import { canonicalJson } from '../crypto/canonical.ts';
import { decodeAgreementKey } from '../crypto/multikey.ts';
import { rawCid } from './cid.ts';
import type { ParsedDid } from './did.ts';
import * as field from './fields.ts';
import { commitmentOf, type InnerMessage, verifyInner } from './inner-message.ts';
import { parseShape } from './parse-shape.ts';
import { ProtocolError, refusing } from './protocol-error.ts';
import { openJson, sealJson } from './sealed-json.ts';
import { type Share, wrapContentKey } from './share.ts';
import { HELD_LIMITS } from './wire.ts';

export { openShare, parseRewrappedShare, type RewrappedShare, rewrapShare, type Share } from './share.ts';

/** The four published members, with what makes them checkable (address-messaging.md §2.7). */
export const heldRecordSchema = v.pipe(
  v.strictObject({
    messages: field.ciphertext,
    sender: field.did,
    receiver: field.address,
    timestamp: field.seconds,
    v: v.literal(1),
    id: field.id,
    room_id: field.hash,
    commitment: field.hash,
    not_after: field.seconds,
  }),
  v.check(({ timestamp, not_after }) => {
    const held = not_after - timestamp;
    return held > 0 && held <= HELD_LIMITS.maxHold;
  }, 'not_after'),
);

/** A message waiting at an escrow. Everything outside `messages` is a hint that must match the inside (B-04). */
export type HeldRecord = v.InferOutput<typeof heldRecordSchema>;

/** What `SAVE_HELD_MESSAGE` takes, and what a sender remembers of it. */
export interface SealedHeld {
  record: HeldRecord;
  threshold: number;
  shares: Share[];
  cid: string;
  commitment: string;
}

/**
 * Seals a signed message under a fresh content key and wraps that to the escrow's key of this epoch (multibase), which
 * only the receiver's address has. `notAfter` is whole seconds, at most 180 days after the message. Throws `ProtocolError`.
 */
export async function sealHeld(
  inner: InnerMessage,
  to: { receiver: string; notAfter: number; epoch: { kid: string; publicKey: string } },
): Promise<SealedHeld> {
  if (inner.to_address !== to.receiver)
    throw new ProtocolError('receiver', 'the message is for another address');
  const epochKey = refusing(() => decodeAgreementKey(to.epoch.publicKey), 'epoch-key');
  const commitment = commitmentOf(inner);
  const secretContentKey = randomBytes(32);
  const record = parseShape(
    heldRecordSchema,
    {
      messages: await sealJson(inner, await importAeadKey(secretContentKey)),
      sender: inner.from_did,
      receiver: to.receiver,
      timestamp: inner.timestamp,
      v: 1,
      id: inner.id,
      room_id: inner.room_id,
      commitment,
      not_after: to.notAfter,
    },
    'held-record',
  );
  const share = { kid: to.epoch.kid, ...(await wrapContentKey(secretContentKey, epochKey, commitment)) };
  secretContentKey.fill(0);
  return { record, threshold: 1, shares: [share], cid: recordCid(record), commitment };
}

/** Any JSON as a held record, by shape and times; throws `ProtocolError('held-record')`. */
export function parseHeldRecord(value: unknown): HeldRecord {
  return parseShape(heldRecordSchema, value, 'held-record');
}

/** The canonical bytes of a record: what its CID is over and what is published of a handed one. */
export function recordBytes(record: object) {
  return refusing(() => utf8(canonicalJson(record)));
}

/** CIDv1 of the canonical record. */
export function recordCid(record: object): string {
  return rawCid(recordBytes(record));
}

/**
 * The message in a held record: signed by its author, bound to its commitment, and equal to the record in `id`, sender, receiver,
 * room and time (B-04, B-05, B-18). That the receiver is me and (signer, `id`) is new is the caller's. Throws `ProtocolError`.
 */
export async function openHeld(
  record: HeldRecord,
  contentKey: CryptoKey,
): Promise<{ inner: InnerMessage; author: ParsedDid }> {
  const opened = await openRecord(parseHeldRecord(record), contentKey);
  const { inner } = opened;
  if (inner.from_did !== record.sender) throw mismatch('sender');
  if (inner.to_address !== record.receiver) throw mismatch('receiver');
  if (inner.timestamp !== record.timestamp) throw mismatch('timestamp');
  return opened;
}

/** What held and handed records have in common: the signed message of this id, room and commitment under the key. */
export async function openRecord(
  record: { messages: string; id: string; room_id: string; commitment: string },
  key: CryptoKey,
): Promise<{ inner: InnerMessage; author: ParsedDid }> {
  const opened = await verifyInner(await openJson(record.messages, key));
  const { inner } = opened;
  // One ciphertext can open to two texts under two keys: the words are those of the commitment or nobody's (B-18).
  if (commitmentOf(inner) !== record.commitment) throw mismatch('commitment');
  if (inner.id !== record.id) throw mismatch('id');
  if (inner.room_id !== record.room_id) throw mismatch('room-id');
  return opened;
}

/** The refusal of a record whose outside differs from its inside. */
export function mismatch(reason: string): ProtocolError {
  return new ProtocolError(reason, 'the record and the message in it differ');
}
