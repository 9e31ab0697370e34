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

/** What an `event_signature` is over; `event` is JSON text, `timestamp` whole seconds (protocol.md §8.2). */
export type PublicEvent = v.InferOutput<typeof publicEventSchema>;

const signedSchema = v.strictObject({ ...publicEventSchema.entries, event_signature: field.signature });

/** A public event as anybody can read it and check it. */
export type SignedPublicEvent = v.InferOutput<typeof signedSchema>;

/** Signs a public event with the identity it names; throws `ProtocolError`. */
export async function signPublicEvent(event: PublicEvent, signer: Signer): Promise<SignedPublicEvent> {
  const unsigned = parseShape(publicEventSchema, event, 'public-event');
  assertSigner(signer, parseDid(unsigned.publisher_did).signingKey);
  return { ...unsigned, event_signature: await signObject(unsigned, signer) };
}

/** Verifies a public event against its publisher's DID and gives the publisher. Throws `ProtocolError`. */
export async function verifyPublicEvent(event: SignedPublicEvent): Promise<ParsedDid> {
  const { event_signature, ...unsigned } = parseShape(signedSchema, event, 'public-event');
  const publisher = parseDid(unsigned.publisher_did);
  await verifyObject(unsigned, event_signature, await verifierOf(publisher));
  return publisher;
}
