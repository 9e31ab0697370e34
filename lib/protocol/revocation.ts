import * as v from 'valibot';
import type { Signer } from '../crypto/signature.ts';
import { type ParsedDid, parseDid, verifierOf } from './did.ts';
import * as field from './fields.ts';
import { parseShape } from './parse-shape.ts';
import { assertSigner, signObject, verifyObject } from './signed-object.ts';

const unsignedSchema = v.strictObject({
  contract_id: field.hash,
  revoker_did: field.did,
  timestamp: field.seconds,
});
const revocationSchema = v.strictObject({ ...unsignedSchema.entries, signature: field.signature });

/**
 * The `data` of a `decentrl.contract.revoked` event: a statement that ends the whole relationship the contract belongs
 * to, signed on its own so that it can be shown to a mediator as well (protocol.md §7.5).
 */
export type Revocation = v.InferOutput<typeof revocationSchema>;

/** Signs that `revokerDid` ends the relationship of this contract; `timestamp` is whole seconds. */
export async function signRevocation(
  { contractId, revokerDid, timestamp }: { contractId: string; revokerDid: string; timestamp: number },
  signer: Signer,
): Promise<Revocation> {
  const statement = { contract_id: contractId, revoker_did: revokerDid, timestamp };
  const unsigned = parseShape(unsignedSchema, statement, 'revocation');
  assertSigner(signer, parseDid(revokerDid).signingKey);
  return { ...unsigned, signature: await signObject(unsigned, signer) };
}

/** Verifies a revocation and gives who signed it; that this is a party of the contract is the caller's to check. Throws `ProtocolError`. */
export async function verifyRevocation(
  data: unknown,
): Promise<{ revocation: Revocation; revoker: ParsedDid }> {
  const revocation = parseShape(revocationSchema, data, 'revocation');
  const { signature, ...unsigned } = revocation;
  const revoker = parseDid(unsigned.revoker_did);
  await verifyObject(unsigned, signature, await verifierOf(revoker));
  return { revocation, revoker };
}
