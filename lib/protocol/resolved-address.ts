import * as v from 'valibot';
import type { Bytes } from '../crypto/bytes.ts';
import type { Signer, Verifier } from '../crypto/signature.ts';
import { bindingSchema } from './binding.ts';
import * as field from './fields.ts';
import { movedSchema } from './moved-statement.ts';
import { parseShape } from './parse-shape.ts';
import { ProtocolError } from './protocol-error.ts';
import { signObject, verifyObject } from './signed-object.ts';
import { HELD_LIMITS } from './wire.ts';

/** The signed answer of `RESOLVE_ADDRESS`, nulls where absent. */
export const resolvedAddressSchema = v.strictObject({
  escrow: field.mediatorDid,
  address: field.address,
  chain_id: field.chainId,
  at: field.seconds,
  binding: v.nullable(bindingSchema),
  wallet_signature: v.nullable(field.walletSignature),
  did_signature: v.nullable(field.signature),
  previous_did: v.nullable(field.did),
  previous_signature: v.nullable(field.signature),
  moved: v.nullable(movedSchema),
  epoch: v.nullable(v.strictObject({ kid: field.id, public_key: field.agreementKey })),
});

/**
 * What an escrow says about an address (address-messaging.md §2.2): a binding with its signatures; or none and the epoch
 * key to hold messages under; or neither, when the address was bound once and cannot be reached now (§1). With a binding
 * that replaced another come the earlier DID and its countersignature, where it gave one; with an identity that went to
 * another mediator, its *moved* statement.
 */
export type ResolvedAddress = v.InferOutput<typeof resolvedAddressSchema>;

/** Signs an answer, as the escrow; `at` is whole seconds. Throws `ProtocolError`. */
export async function signResolution(answer: ResolvedAddress, signer: Signer): Promise<string> {
  return signObject(checked(answer), signer);
}

/**
 * Verifies an answer to this question: this escrow's signature, this address and chain, at most 60 s old at `now` (whole
 * seconds by the corrected clock), and of one piece. The binding in it is still to be verified, by its wallet and its
 * DID. Throws `ProtocolError`: `resolution`, `stale`, `signature`.
 */
export async function verifyResolution(
  answer: ResolvedAddress,
  signature: string,
  escrowSigningKey: Bytes | Verifier,
  asked: { escrow: string; address: string; chainId: number; now: number },
): Promise<void> {
  const shaped = checked(answer);
  if (shaped.escrow !== asked.escrow || shaped.address !== asked.address || shaped.chain_id !== asked.chainId)
    throw new ProtocolError('resolution', 'the answer is to another question');
  if (Math.abs(asked.now - shaped.at) > HELD_LIMITS.resolutionAge)
    throw new ProtocolError('stale', 'the answer is not of this minute');
  await verifyObject(shaped, signature, escrowSigningKey);
}

function checked(answer: ResolvedAddress): ResolvedAddress {
  const shaped = parseShape(resolvedAddressSchema, answer, 'resolution');
  const { binding, moved, address, escrow } = shaped;
  const isBound = binding !== null;
  if (isBound !== (shaped.wallet_signature !== null) || isBound !== (shaped.did_signature !== null))
    throw new ProtocolError('resolution', 'a binding and its signatures come together');
  if (isBound && (binding.wallet !== address || binding.escrow !== escrow || shaped.epoch !== null))
    throw new ProtocolError('resolution', 'the binding is for something else');
  if ((shaped.previous_did === null) !== (shaped.previous_signature === null))
    throw new ProtocolError('resolution', 'a countersignature and its author come together');
  if (!isBound && (moved !== null || shaped.previous_did !== null))
    throw new ProtocolError('resolution', 'nobody is bound here');
  if (moved !== null && moved.old_did !== binding?.did)
    throw new ProtocolError('resolution', 'somebody else moved');
  return shaped;
}
