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
    /** The escrow's own. */
    escrow: field.mediatorDid,
    /** Good once. */
    nonce: field.nonce,
    /** The escrow's time. */
    issued_at: field.seconds,
    /** When the binding will end. */
    expires_at: field.seconds,
  }),
  REGISTER_ADDRESS_BINDING: v.object({
    /** From when the binding holds: now, or after the wait of address-messaging.md §1.9. */
    effective_at: field.seconds,
  }),
  REVOKE_ADDRESS_BINDING: v.object({}),
  RESOLVE_ADDRESS: v.object({
    /** All eleven members are always there. */
    answer: resolvedAddressSchema,
    /** The escrow's, over `answer`. */
    signature: field.signature,
  }),
  SAVE_HELD_MESSAGE: v.object({
    /** The record's `id` and CID, and the escrow's own time (B-24). */
    receipt: saveReceiptSchema,
    /** The escrow's, over `receipt`. */
    signature: field.signature,
  }),
  QUERY_SENT_HELD_MESSAGES: v.object({
    /** Oldest first, in every state. */
    rows: rows(
      v.object({
        id: field.id,
        state,
        /** Of the held record. */
        cid: field.rawCid,
        /** A handed record; from `REKEYED` on, with all that follow but `moved`. */
        new_record: v.optional(v.unknown()),
        /** A hand-over receipt. */
        receipt: v.optional(v.unknown()),
        /** The recipient's, over `receipt`. */
        receipt_signature: v.optional(someSignature),
        /** Of the binding that it was rewrapped for. */
        chain_id: v.optional(field.chainId),
        /** That binding, as registered. */
        binding: v.optional(v.unknown()),
        /** As registered. */
        wallet_signature: v.optional(v.string()),
        /** As registered. */
        did_signature: v.optional(someSignature),
        /** A moved statement, if that binding has one. */
        moved: v.optional(v.unknown()),
      }),
    ),
    next_cursor: nextCursor,
  }),
  QUERY_HELD_MESSAGES: v.object({
    /** Oldest first by when they were saved. */
    rows: rows(
      v.object({
        id: field.id,
        /** `REWRAPPED`. */
        state,
        /** A held record, as saved. */
        record: v.unknown(),
        /** A rewrapped share. */
        share: v.unknown(),
      }),
    ),
    next_cursor: nextCursor,
  }),
  REKEY_HELD_MESSAGES: v.object({
    /** In the order of the request; items that did not happen are left out. */
    items: rows(
      v.object({
        id: field.id,
        /** address-messaging.md §3.6. */
        deletion_receipt: deletionReceiptSchema,
        /** The escrow's, over `deletion_receipt`. */
        signature: field.signature,
      }),
    ),
  }),
  CONFIRM_HELD_MESSAGES: v.object({
    /** In the order of the request; ids that the caller's key did not save are left out. */
    items: rows(v.object({ id: field.id, state })),
  }),
  WITHDRAW_HELD_MESSAGE: v.object({
    /** The state now: `WITHDRAWN`, or the one in which it could not be taken back. */
    state,
  }),
} as const satisfies Record<keyof typeof HELD_PAYLOADS, v.GenericSchema>;
