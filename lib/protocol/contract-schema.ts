import * as v from 'valibot';
import * as field from './fields.ts';
import { ProtocolError } from './protocol-error.ts';
import { LIMITS } from './wire.ts';

const entries = {
  requestor_did: field.did,
  recipient_did: field.anyDid,
  requestor_encryption_public_key: field.agreementKey,
  recipient_encryption_public_key: v.nullable(field.agreementKey),
  expires_at: field.seconds,
  timestamp: field.seconds,
};

/** The six signed fields; the recipient's key is null in a request. Lifetime 60 s to 400 days (protocol.md §4.1). */
export const contractSchema = v.pipe(
  v.strictObject(entries),
  v.check(({ expires_at, timestamp }) => {
    const lifetime = expires_at - timestamp;
    return lifetime >= LIMITS.minLifetime && lifetime <= LIMITS.maxLifetime;
  }, 'lifetime'),
  v.check((contract) => contract.requestor_did !== contract.recipient_did, 'one party'),
  v.check(
    (contract) => contract.requestor_encryption_public_key !== contract.recipient_encryption_public_key,
    'one key',
  ),
);

/** A contract with its signatures, the recipient's null in a request. */
export const signedContractSchema = v.strictObject({
  contract: contractSchema,
  requestor_signature: field.signature,
  recipient_signature: v.nullable(field.signature),
});

/** What is inside `encrypted_request`: a request, and a note shown in the request tray. */
export const requestSchema = v.strictObject({
  ...signedContractSchema.entries,
  note: v.optional(v.pipe(v.string(), v.check(isNote, 'note'))),
});

/** The bilateral agreement (protocol.md §4.1). */
export type Contract = v.InferOutput<typeof contractSchema>;

/** A contract and its two signatures. */
export type SignedContract = v.InferOutput<typeof signedContractSchema>;

/** Tells whether a note fits: at most 280 characters (code points). */
export function isNote(note: string): boolean {
  return note.length <= LIMITS.noteLength * 2 && [...note].length <= LIMITS.noteLength;
}

/** Throws `ProtocolError('completed')` unless the recipient's key and signature are both still null. */
export function assertUncompleted(signed: SignedContract): void {
  if (signed.contract.recipient_encryption_public_key !== null || signed.recipient_signature !== null) {
    throw new ProtocolError('completed', 'the request is already completed');
  }
}
