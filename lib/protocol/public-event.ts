import * as v from 'valibot';
import type { Signer } from '../crypto/signature.ts';
import { type ParsedDid, parseDid, verifierOf } from './did.ts';
import * as field from './fields.ts';
import { parseShape } from './parse-shape.ts';
import { assertSigner, signObject, verifyObject } from './signed-object.ts';

const publicEventSchema = v.strictObject({
  publisher_did: field.did,
  channel_id: field.id,
  event: field.text,
  tags: field.plainTags,
  timestamp: field.seconds,
});

/** What an `event_signature` is over; `event` is JSON text, `timestamp` whole seconds (protocol.md §5). */
export type PublicEvent = v.InferOutput<typeof publicEventSchema>;

/** The `event_signature` of a public event; throws `ProtocolError`. */
export async function signPublicEvent(event: PublicEvent, signer: Signer): Promise<string> {
  const unsigned = parseShape(publicEventSchema, event, 'public-event');
  assertSigner(signer, parseDid(unsigned.publisher_did).signingKey);
  return signObject(unsigned, signer);
}

/** Verifies a public event against its publisher's DID; `event` holds the five signed members only. Throws `ProtocolError`. */
export async function verifyPublicEvent(event: PublicEvent, eventSignature: string): Promise<ParsedDid> {
  const unsigned = parseShape(publicEventSchema, event, 'public-event');
  const publisher = parseDid(unsigned.publisher_did);
  await verifyObject(unsigned, eventSignature, await verifierOf(publisher));
  return publisher;
}
