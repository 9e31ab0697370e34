import * as v from 'valibot';
import { equalBytes } from '../crypto/bytes.ts';
import type { Signer } from '../crypto/signature.ts';
import { type ParsedDid, parseDid, verifierOf } from './did.ts';
import * as field from './fields.ts';
import { parseShape } from './parse-shape.ts';
import { ProtocolError } from './protocol-error.ts';
import { assertSigner, signObject, verifyObject } from './signed-object.ts';

const unsignedSchema = v.strictObject({ old_did: field.did, new_did: field.did, timestamp: field.seconds });
/** The statement with its signature. */
export const movedSchema = v.strictObject({ ...unsignedSchema.entries, signature: field.signature });

/** The `data` of a `decentrl.identity.moved` event: one signing key, a new DID (protocol.md §7.6). */
export type MovedStatement = v.InferOutput<typeof movedSchema>;

/** Signs that an identity answers under a new DID of the same signing key; `timestamp` is whole seconds. */
export async function signMoved(
  { oldDid, newDid, timestamp }: { oldDid: string; newDid: string; timestamp: number },
  signer: Signer,
): Promise<MovedStatement> {
  const statement = { old_did: oldDid, new_did: newDid, timestamp };
  const unsigned = parseShape(unsignedSchema, statement, 'moved');
  assertSigner(signer, parseMove(oldDid, newDid).oldDid.signingKey);
  return { ...unsigned, signature: await signObject(unsigned, signer) };
}

/** Verifies a move: two different DIDs of one signing key, signed by it. Throws `ProtocolError`. */
export async function verifyMoved(
  data: unknown,
): Promise<{ statement: MovedStatement; oldDid: ParsedDid; newDid: ParsedDid }> {
  const statement = parseShape(movedSchema, data, 'moved');
  const { signature, ...unsigned } = statement;
  const parsed = parseMove(unsigned.old_did, unsigned.new_did);
  await verifyObject(unsigned, signature, await verifierOf(parsed.oldDid));
  return { statement, ...parsed };
}

function parseMove(oldText: string, newText: string): { oldDid: ParsedDid; newDid: ParsedDid } {
  const oldDid = parseDid(oldText);
  const newDid = parseDid(newText);
  if (oldText === newText) throw new ProtocolError('moved', 'the DID is the same');
  if (!equalBytes(oldDid.signingKey, newDid.signingKey))
    throw new ProtocolError('moved', 'the signing key is another');
  return { oldDid, newDid };
}
