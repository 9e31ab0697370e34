/** The payloads of the commands about messages to an address, strict and closed (address-messaging.md §1 to §3). */
import * as v from 'valibot';
import { bindingSchema } from './binding.ts';
import * as field from './fields.ts';
import { handedRecordSchema } from './handed-record.ts';
import { handOverReceiptSchema } from './held-receipts.ts';
import { heldRecordSchema } from './held-record.ts';
import { movedSchema } from './moved-statement.ts';
import { shareSchema } from './share.ts';
import { HELD_LIMITS } from './wire.ts';

const page = {
  /** How many rows at most. */
  limit: field.limit,
  /** Where the page before ended; absent at the beginning. */
  cursor: field.cursor,
};
const place = {
  /** The wallet. */
  address: field.address,
  chain_id: field.chainId,
};

/** One schema a type. */
export const HELD_PAYLOADS = {
  PREPARE_ADDRESS_BINDING: v.strictObject({ type: v.literal('PREPARE_ADDRESS_BINDING'), ...place }),
  REGISTER_ADDRESS_BINDING: v.strictObject({
    type: v.literal('REGISTER_ADDRESS_BINDING'),
    /** `did` in it is the sender's DID, `escrow` this escrow's (address-messaging.md §1.1). */
    binding: bindingSchema,
    /** The chain of the domain. */
    chain_id: field.chainId,
    /** Over the typed data of address-messaging.md §1.2. */
    wallet_signature: field.walletSignature,
    /** By the DID of the binding (address-messaging.md §1.4). */
    did_signature: field.signature,
    /** Both of these or none. */
    previous_did: v.optional(field.did),
    /** By the earlier DID (address-messaging.md §1.5). */
    previous_signature: v.optional(field.signature),
  }),
  REVOKE_ADDRESS_BINDING: v.strictObject({
    type: v.literal('REVOKE_ADDRESS_BINDING'),
    ...place,
    /** Over the `Revocation` of the binding to end. */
    wallet_signature: v.optional(field.walletSignature),
  }),
  RESOLVE_ADDRESS: v.strictObject({ type: v.literal('RESOLVE_ADDRESS'), ...place }),
  SAVE_HELD_MESSAGE: v.strictObject({
    type: v.literal('SAVE_HELD_MESSAGE'),
    /** address-messaging.md §2.7. */
    record: heldRecordSchema,
    /** 1; anything else is refused today. */
    threshold: v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(HELD_LIMITS.shares)),
    /** Exactly one today (address-messaging.md §2.8). */
    shares: v.pipe(v.array(shareSchema), v.minLength(1), v.maxLength(HELD_LIMITS.shares)),
  }),
  QUERY_SENT_HELD_MESSAGES: v.strictObject({ type: v.literal('QUERY_SENT_HELD_MESSAGES'), ...page }),
  QUERY_HELD_MESSAGES: v.strictObject({
    type: v.literal('QUERY_HELD_MESSAGES'),
    ...page,
    /** Told once by an identity that is bound here and went to another mediator (address-messaging.md §1.13); `new_did` is exactly the sender's DID. */
    moved: v.optional(movedSchema),
  }),
  REKEY_HELD_MESSAGES: v.strictObject({
    type: v.literal('REKEY_HELD_MESSAGES'),
    items: field.someOf(
      v.strictObject({
        /** address-messaging.md §3.5. */
        record: handedRecordSchema,
        /** address-messaging.md §3.6. */
        receipt: handOverReceiptSchema,
        /** The recipient's, over `receipt`. */
        signature: field.signature,
      }),
    ),
  }),
  CONFIRM_HELD_MESSAGES: v.strictObject({
    type: v.literal('CONFIRM_HELD_MESSAGES'),
    items: field.someOf(v.strictObject({ id: field.id, ok: v.boolean() })),
  }),
  WITHDRAW_HELD_MESSAGE: v.strictObject({ type: v.literal('WITHDRAW_HELD_MESSAGE'), id: field.id }),
} as const;
