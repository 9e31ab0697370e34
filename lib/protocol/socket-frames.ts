import * as v from 'valibot';
import { parseJson } from '../crypto/canonical.ts';
import { assertJson } from '../crypto/json-value.ts';
import type { Signer } from '../crypto/signature.ts';
import { pendingEventSchema } from './command-replies.ts';
import { type ParsedDid, parseDid, signingKeyId, verifierOf } from './did.ts';
import * as field from './fields.ts';
import { parseShape } from './parse-shape.ts';
import { ProtocolError, refusing } from './protocol-error.ts';
import { assertSigner, signObject, verifyObject } from './signed-object.ts';
import { LIMITS } from './wire.ts';

const unsignedSchema = v.strictObject({
  type: v.literal('AUTHENTICATE'),
  did: field.did,
  signing_key_id: field.keyId,
  mediator_did: field.anyDid,
  timestamp: field.milliseconds,
  nonce: field.nonce,
});

/** The first frame of a client (protocol.md §5.13). */
export const authenticateSchema = v.strictObject({ ...unsignedSchema.entries, signature: field.signature });

/** What a mediator sends: the outcome of authentication, then hints. */
export const serverFrameSchema = v.variant('type', [
  v.object({ type: v.literal('AUTH_SUCCESS') }),
  v.object({ type: v.literal('AUTH_FAILED'), code: v.optional(v.pipe(v.string(), v.maxLength(64))) }),
  v.object({
    type: v.literal('PENDING_EVENTS'),
    events: v.pipe(v.array(pendingEventSchema), v.maxLength(LIMITS.page)),
  }),
  v.object({
    type: v.literal('PENDING_CONTRACT_REQUESTS'),
    count: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  }),
  v.object({ type: v.literal('CONTRACTS_CHANGED') }),
]);

/** A signed AUTHENTICATE frame. */
export type AuthenticateFrame = v.InferOutput<typeof authenticateSchema>;

/** A frame from the mediator. */
export type ServerFrame = v.InferOutput<typeof serverFrameSchema>;

/** Signs the first frame for one socket; `timestamp` in milliseconds by the mediator's clock. */
export async function signAuthenticate(
  parts: { did: string; mediatorDid: string; timestamp: number; nonce: string },
  signer: Signer,
): Promise<AuthenticateFrame> {
  const frame = {
    type: 'AUTHENTICATE',
    did: parts.did,
    signing_key_id: signingKeyId(parts.did),
    mediator_did: parts.mediatorDid,
    timestamp: parts.timestamp,
    nonce: parts.nonce,
  };
  const unsigned = parseShape(unsignedSchema, frame, 'authenticate');
  assertSigner(signer, parseDid(parts.did).signingKey);
  return { ...unsigned, signature: await signObject(unsigned, signer) };
}

/**
 * Verifies a first frame for this mediator at `now` (milliseconds) and gives the identity. Whether the nonce is fresh and
 * the identity registered is the mediator's to check. Throws `ProtocolError`: `authenticate`, `did`, `mediator`, `timestamp`, `signature`.
 */
export async function verifyAuthenticate(
  frame: unknown,
  { mediatorDid, now }: { mediatorDid: string; now: number },
): Promise<ParsedDid> {
  refusing(() => assertJson(frame), 'authenticate');
  const { signature, ...unsigned } = parseShape(authenticateSchema, frame, 'authenticate');
  const parsed = parseDid(unsigned.did);
  if (unsigned.signing_key_id !== signingKeyId(unsigned.did))
    throw new ProtocolError('authenticate', 'the key id is another’s');
  if (unsigned.mediator_did !== mediatorDid)
    throw new ProtocolError('mediator', 'the frame is for another mediator');
  if (Math.abs(unsigned.timestamp - now) > LIMITS.clockSkewSeconds * 1000) {
    throw new ProtocolError('timestamp', 'the frame is too old or from the future');
  }
  await verifyObject(unsigned, signature, await verifierOf(parsed));
  return parsed;
}

/** A text frame of the mediator's, as the client checks it (`ping` and `pong` are not frames). Throws `ProtocolError('frame')`. */
export function parseServerFrame(text: string): ServerFrame {
  return parseShape(
    serverFrameSchema,
    refusing(() => parseJson(text), 'frame'),
    'frame',
  );
}

/** The client's first text frame, by shape; throws `ProtocolError('authenticate')`. */
export function parseAuthenticate(text: string): AuthenticateFrame {
  return parseShape(
    authenticateSchema,
    refusing(() => parseJson(text), 'authenticate'),
    'authenticate',
  );
}
