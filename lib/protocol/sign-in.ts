import * as v from 'valibot';
import { canonicalJson, parseCanonicalJson } from '../crypto/canonical.ts';
import type { Signer } from '../crypto/signature.ts';
import { type ParsedDid, parseDid, verifierOf } from './did.ts';
import * as field from './fields.ts';
import { parseShape } from './parse-shape.ts';
import { ProtocolError, refusing } from './protocol-error.ts';
import { assertSigner, signObject, verifyObject } from './signed-object.ts';
import { LIMITS } from './wire.ts';

const text = (max: number) => v.pipe(v.string(), v.maxLength(max));

const signInSchema = v.strictObject({
  type: v.literal('decentrl.signIn'),
  origin: v.pipe(v.string(), v.maxLength(512), v.check(isOrigin, 'not an origin')),
  did: field.did,
  nonce: v.pipe(v.string(), v.minLength(8), v.maxLength(256)),
  statement: v.nullable(text(1024)),
  issued_at: field.seconds,
  expiration_time: v.nullable(field.seconds),
  resources: v.nullable(v.pipe(v.array(text(2048)), v.maxLength(32))),
});

/** What a person signs to sign in somewhere; the origin is the browser's word, never the page's (protocol.md §8.1). Times are whole seconds. */
export type SignInMessage = v.InferOutput<typeof signInSchema>;

const answerSchema = v.strictObject({ did: field.did, message: text(131_072), signature: field.signature });

/** What `decentrl_signIn` answers; `message` is the signed canonical text. */
export type SignIn = v.InferOutput<typeof answerSchema>;

/** Signs a sign-in message with the identity it names; throws `ProtocolError`. */
export async function signSignIn(fields: Omit<SignInMessage, 'type'>, signer: Signer): Promise<SignIn> {
  const message = parseShape(signInSchema, { type: 'decentrl.signIn', ...fields }, 'sign-in');
  assertSigner(signer, parseDid(message.did).signingKey);
  const signature = await signObject(message, signer);
  return { did: message.did, message: canonicalJson(message), signature };
}

/**
 * Verifies a sign-in for the site that asked: canonical text of the schema, this origin and nonce, the DID's signature, not
 * from the future nor past its expiration at `now` (whole seconds, 300 s of skew). Throws `ProtocolError`.
 */
export async function verifySignIn(
  signIn: SignIn,
  { origin, nonce, now }: { origin: string; nonce: string; now: number },
): Promise<{ identity: ParsedDid; message: SignInMessage }> {
  const answer = parseShape(answerSchema, signIn, 'sign-in');
  const message = parseShape(
    signInSchema,
    refusing(() => parseCanonicalJson(answer.message), 'sign-in'),
    'sign-in',
  );
  if (message.did !== answer.did) throw new ProtocolError('did', 'the message names another identity');
  if (message.origin !== origin) throw new ProtocolError('origin', 'the message is for another site');
  if (message.nonce !== nonce) throw new ProtocolError('nonce', 'the message answers another question');
  if (message.issued_at > now + LIMITS.clockSkewSeconds)
    throw new ProtocolError('time', 'the message is from the future');
  if (message.expiration_time !== null && message.expiration_time <= now)
    throw new ProtocolError('expired', 'the message has expired');
  const identity = parseDid(message.did);
  await verifyObject(message, answer.signature, await verifierOf(identity));
  return { identity, message };
}

function isOrigin(origin: string): boolean {
  return URL.parse(origin)?.origin === origin;
}
