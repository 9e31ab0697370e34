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

const page = { limit: field.limit, cursor: field.cursor };
const place = { address: field.address, chain_id: field.chainId };

/** One schema a type. */
export const HELD_PAYLOADS = {
  PREPARE_ADDRESS_BINDING: v.strictObject({ type: v.literal('PREPARE_ADDRESS_BINDING'), ...place }),
  REGISTER_ADDRESS_BINDING: v.strictObject({
    type: v.literal('REGISTER_ADDRESS_BINDING'),
    binding: bindingSchema,
    chain_id: field.chainId,
    wallet_signature: field.walletSignature,
    did_signature: field.signature,
    previous_did: v.optional(field.did),
    previous_signature: v.optional(field.signature),
  }),
  REVOKE_ADDRESS_BINDING: v.strictObject({
    type: v.literal('REVOKE_ADDRESS_BINDING'),
    ...place,
    wallet_signature: v.optional(field.walletSignature),
  }),
  RESOLVE_ADDRESS: v.strictObject({ type: v.literal('RESOLVE_ADDRESS'), ...place }),
  SAVE_HELD_MESSAGE: v.strictObject({
    type: v.literal('SAVE_HELD_MESSAGE'),
    record: heldRecordSchema,
    threshold: v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(HELD_LIMITS.shares)),
    shares: v.pipe(v.array(shareSchema), v.minLength(1), v.maxLength(HELD_LIMITS.shares)),
  }),
  QUERY_SENT_HELD_MESSAGES: v.strictObject({ type: v.literal('QUERY_SENT_HELD_MESSAGES'), ...page }),
  QUERY_HELD_MESSAGES: v.strictObject({
    type: v.literal('QUERY_HELD_MESSAGES'),
    ...page,
    /** Told once by an identity that is bound here and went to another mediator (protocol.md §7.6). */
    moved: v.optional(movedSchema),
  }),
  REKEY_HELD_MESSAGES: v.strictObject({
    type: v.literal('REKEY_HELD_MESSAGES'),
    items: field.someOf(
      v.strictObject({
        record: handedRecordSchema,
        receipt: handOverReceiptSchema,
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
