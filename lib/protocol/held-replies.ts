/** What an escrow answers, as the client checks it; what is inside a row is judged row by row afterwards (address-messaging.md §3). */
import * as v from 'valibot';
import * as field from './fields.ts';
import type { HELD_PAYLOADS } from './held-payloads.ts';
import { deletionReceiptSchema, saveReceiptSchema } from './held-receipts.ts';
import { resolvedAddressSchema } from './resolved-address.ts';
import { LIMITS } from './wire.ts';

const nextCursor = v.nullable(v.pipe(v.string(), v.minLength(1), v.maxLength(LIMITS.cursorLength)));
const rows = <T extends v.GenericSchema>(row: T) => v.pipe(v.array(row), v.maxLength(LIMITS.page));

/** States of a held message; the last five are ends (address-messaging.md §3.1). */
export const HELD_STATES = [
  'HELD',
  'REWRAPPED',
  'REKEYED',
  'CONFIRMED',
  'EXPIRED',
  'WITHDRAWN',
  'NOT_REENCRYPTED',
  'DISPUTED',
  'UNCONFIRMED',
] as const;

/** A state of a held message. */
export type HeldState = (typeof HELD_STATES)[number];

const state = v.picklist(HELD_STATES);
const someSignature = v.pipe(v.string(), v.maxLength(128));

/** One schema a type, of the reply's `payload`. Records, shares, receipts and bindings in rows are still to be parsed. */
export const HELD_REPLIES = {
  PREPARE_ADDRESS_BINDING: v.object({
    escrow: field.mediatorDid,
    nonce: field.nonce,
    issued_at: field.seconds,
    expires_at: field.seconds,
  }),
  REGISTER_ADDRESS_BINDING: v.object({ effective_at: field.seconds }),
  REVOKE_ADDRESS_BINDING: v.object({}),
  RESOLVE_ADDRESS: v.object({ answer: resolvedAddressSchema, signature: field.signature }),
  SAVE_HELD_MESSAGE: v.object({ receipt: saveReceiptSchema, signature: field.signature }),
  QUERY_SENT_HELD_MESSAGES: v.object({
    rows: rows(
      v.object({
        id: field.id,
        state,
        cid: field.rawCid,
        new_record: v.optional(v.unknown()),
        receipt: v.optional(v.unknown()),
        receipt_signature: v.optional(someSignature),
        chain_id: v.optional(field.chainId),
        binding: v.optional(v.unknown()),
        wallet_signature: v.optional(v.string()),
        did_signature: v.optional(someSignature),
        moved: v.optional(v.unknown()),
      }),
    ),
    next_cursor: nextCursor,
  }),
  QUERY_HELD_MESSAGES: v.object({
    rows: rows(v.object({ id: field.id, state, record: v.unknown(), share: v.unknown() })),
    next_cursor: nextCursor,
  }),
  REKEY_HELD_MESSAGES: v.object({
    items: rows(
      v.object({ id: field.id, deletion_receipt: deletionReceiptSchema, signature: field.signature }),
    ),
  }),
  CONFIRM_HELD_MESSAGES: v.object({ items: rows(v.object({ id: field.id, state })) }),
  WITHDRAW_HELD_MESSAGE: v.object({ state }),
} as const satisfies Record<keyof typeof HELD_PAYLOADS, v.GenericSchema>;
