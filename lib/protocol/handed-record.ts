import * as v from 'valibot';
import type { Agreer } from '../crypto/agreement.ts';
import { type Bytes, hexDecode } from '../crypto/bytes.ts';
import type { ParsedDid } from './did.ts';
import * as field from './fields.ts';
import { type HeldRecord, mismatch, openRecord, recordBytes, recordCid } from './held-record.ts';
import { commitmentOf, type InnerMessage } from './inner-message.ts';
import { parseShape } from './parse-shape.ts';
import { refusingAsync } from './protocol-error.ts';
import { partyHash } from './room.ts';
import { sealJson } from './sealed-json.ts';
import { HELD_INFO } from './wire.ts';

export { partyHash } from './room.ts';

const HOUR = 3600;

/** A record as it may be published: parties hashed, times in whole hours. */
export const handedRecordSchema = v.strictObject({
  messages: field.ciphertext,
  sender: field.hash,
  receiver: field.hash,
  timestamp: v.pipe(field.seconds, v.multipleOf(HOUR)),
  v: v.literal(1),
  id: field.id,
  room_id: field.hash,
  commitment: field.hash,
  not_after: v.pipe(field.seconds, v.multipleOf(HOUR)),
});

/** A message re-encrypted for the two (address-messaging.md §3.5). */
export type HandedRecord = v.InferOutput<typeof handedRecordSchema>;

/**
 * The key of two people in one room: HKDF-SHA-256(X25519(own pre-key, other's pre-key), salt = room_id bytes,
 * "decentrl/room/v1"); the same for both, and needs nobody online. Throws `ProtocolError`.
 */
export async function pairKey(ownPreKey: Agreer, otherPreKey: Bytes, roomId: string): Promise<CryptoKey> {
  const salt = hexDecode(parseShape(field.hash, roomId, 'room-id'));
  return refusingAsync(ownPreKey.derive(otherPreKey, { salt, info: HELD_INFO.room }));
}

/** Encrypts a message that was held under the key of the two, parties blinded; gives what is published and its CID. Throws `ProtocolError`. */
export async function sealHanded(
  inner: InnerMessage,
  held: Pick<HeldRecord, 'not_after'>,
  key: CryptoKey,
): Promise<{ record: HandedRecord; bytes: Bytes; cid: string }> {
  const record = parseShape(
    handedRecordSchema,
    {
      ...outsideOf(inner),
      messages: await sealJson(inner, key),
      not_after: wholeHours(held.not_after),
    },
    'handed-record',
  );
  return { record, bytes: recordBytes(record), cid: recordCid(record) };
}

/** Any JSON as a handed record, by shape; throws `ProtocolError('handed-record')`. */
export function parseHandedRecord(value: unknown): HandedRecord {
  return parseShape(handedRecordSchema, value, 'handed-record');
}

/** The message in a handed record, checked as `openHeld` does. Whose words they must be is the caller's to compare. Throws `ProtocolError`. */
export async function openHanded(
  record: HandedRecord,
  key: CryptoKey,
): Promise<{ inner: InnerMessage; author: ParsedDid }> {
  const opened = await openRecord(parseHandedRecord(record), key);
  const outside = outsideOf(opened.inner);
  if (record.sender !== outside.sender) throw mismatch('sender');
  if (record.receiver !== outside.receiver) throw mismatch('receiver');
  if (record.timestamp !== outside.timestamp) throw mismatch('timestamp');
  return opened;
}

function outsideOf(inner: InnerMessage) {
  return {
    sender: partyHash(inner.room_salt, inner.from_did),
    receiver: partyHash(inner.room_salt, inner.to_address),
    timestamp: wholeHours(inner.timestamp),
    v: 1 as const,
    id: inner.id,
    room_id: inner.room_id,
    commitment: commitmentOf(inner),
  };
}

function wholeHours(seconds: number): number {
  return seconds - (seconds % HOUR);
}
