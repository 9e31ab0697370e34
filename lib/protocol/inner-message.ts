import * as v from 'valibot';
import { hex, utf8 } from '../crypto/bytes.ts';
import { canonicalJson, type JsonValue, parseCanonicalJson, parseJson } from '../crypto/canonical.ts';
import { sha256 } from '../crypto/hash.ts';
import { assertJson, CONTENT_JSON } from '../crypto/json-value.ts';
import type { Signer } from '../crypto/signature.ts';
import { type ParsedDid, parseDid, verifierOf } from './did.ts';
import * as field from './fields.ts';
import { parseShape } from './parse-shape.ts';
import { ProtocolError, refusing } from './protocol-error.ts';
import { roomId } from './room.ts';
import { assertSigner, signObject, verifyObject } from './signed-object.ts';
import { LIMITS } from './wire.ts';

export { roomId } from './room.ts';

const unsignedSchema = v.strictObject({
  v: v.literal(1),
  id: field.id,
  from_did: field.did,
  to_address: field.address,
  chain_id: field.chainId,
  room_id: field.hash,
  room_salt: field.hash,
  timestamp: field.seconds,
  content: v.strictObject({
    type: v.pipe(v.string(), v.regex(new RegExp(`^[\\x21-\\x7e]{1,${LIMITS.eventTypeLength}}$`))),
    body: v.pipe(field.text, v.check(isContent, 'not JSON')),
  }),
  seq: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  prev: v.nullable(field.hash),
});
const innerSchema = v.strictObject({ ...unsignedSchema.entries, signature: field.signature });

/**
 * A message to an address as its author signed it; it survives every re-encryption (address-messaging.md §2.5). `body` is the
 * JSON text of the event's data, `seq` counts from 1 in the room, `prev` is the commitment of the message before.
 */
export type InnerMessage = v.InferOutput<typeof innerSchema>;

/** What an author gives; version and room follow from it. */
export type InnerFields = Omit<InnerMessage, 'v' | 'room_id' | 'signature'>;

/** Signs a message to an address; throws `ProtocolError` for what `verifyInner` would refuse. `timestamp` is whole seconds. */
export async function signInner(fields: InnerFields, signer: Signer): Promise<InnerMessage> {
  const { signingKey } = parseDid(fields.from_did);
  assertSigner(signer, signingKey);
  const room_id = roomId(signingKey, fields.to_address, fields.room_salt);
  const unsigned = parseShape(unsignedSchema, { v: 1, ...fields, room_id }, 'inner');
  return { ...unsigned, signature: await signObject(unsigned, signer) };
}

/**
 * Verifies a message by itself: shape, that the room is the one of this author, address and salt, and the signature of the
 * DID it names. Gives the author. That it is for me, and new, is the caller's to check. Throws `ProtocolError`.
 */
export async function verifyInner(inner: unknown): Promise<{ inner: InnerMessage; author: ParsedDid }> {
  const message = parseShape(innerSchema, inner, 'inner');
  const { signature, ...unsigned } = message;
  const author = parseDid(unsigned.from_did);
  if (roomId(author.signingKey, unsigned.to_address, unsigned.room_salt) !== unsigned.room_id)
    throw new ProtocolError('room-id', 'the message is of another room');
  await verifyObject(unsigned, signature, await verifierOf(author));
  return { inner: message, author };
}

/** Verifies the canonical text of a message (with or without its padding), as a proof carries it. Throws `ProtocolError`. */
export async function openInner(text: string): Promise<{ inner: InnerMessage; author: ParsedDid }> {
  return verifyInner(refusing(() => parseCanonicalJson(text)));
}

/** Hex SHA-256 of the canonical signed message: what records and receipts name its words by, without saying them. */
export function commitmentOf(inner: InnerMessage): string {
  return hex(sha256(refusing(() => utf8(canonicalJson(inner)))));
}

/** Type and data of a message, as those of an event; throws `ProtocolError('inner')`. */
export function contentOf({ content }: Pick<InnerMessage, 'content'>): { type: string; data: JsonValue } {
  return { type: content.type, data: refusing(() => parseContent(content.body), 'inner') };
}

function isContent(body: string): boolean {
  try {
    parseContent(body);
    return true;
  } catch {
    return false;
  }
}

function parseContent(body: string): JsonValue {
  const data = parseJson(body);
  assertJson(data, CONTENT_JSON);
  return data;
}
