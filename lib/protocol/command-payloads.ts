/** The payload of every command, strict and closed: what is not named here is refused (protocol.md §1.8, §5.8 to §5.11). */
import * as v from 'valibot';
import { signedContractSchema } from './contract-schema.ts';
import * as field from './fields.ts';
import { HELD_PAYLOADS } from './held-payloads.ts';
import { LIMITS } from './wire.ts';

const page = {
  /** How many rows at most. */
  limit: field.limit,
  /** Where the page before ended; absent at the beginning. */
  cursor: field.cursor,
};
const tagBlobs = v.pipe(v.array(field.tagBlob), v.maxLength(LIMITS.tags));
const ids = field.someOf(field.id);

/** Where a stored event is listed for anchoring (address-messaging.md §4.2). */
const anchor = v.optional(v.strictObject({ room_id: field.hash }));

/** One schema a type. */
export const PAYLOADS = {
  REQUEST_COMMUNICATION_CONTRACT: v.strictObject({
    type: v.literal('REQUEST_COMMUNICATION_CONTRACT'),
    /** The request (protocol.md §4.4), for the pre-key of the recipient. */
    encrypted_request: field.ciphertext,
    /** The requestor's key of this contract; it passes its intake (protocol.md §3.2). */
    requestor_ephemeral_public_key: field.agreementKey,
  }),
  COMMUNICATION_CONTRACT_RESPONSE: v.strictObject({
    type: v.literal('COMMUNICATION_CONTRACT_RESPONSE'),
    /** Completed. */
    signed_contract: signedContractSchema,
  }),
  QUERY_PENDING_COMMUNICATION_CONTRACT_REQUESTS: v.strictObject({
    type: v.literal('QUERY_PENDING_COMMUNICATION_CONTRACT_REQUESTS'),
    ...page,
  }),
  ACKNOWLEDGE_PENDING_COMMUNICATION_CONTRACT_REQUESTS: v.strictObject({
    type: v.literal('ACKNOWLEDGE_PENDING_COMMUNICATION_CONTRACT_REQUESTS'),
    request_ids: ids,
  }),
  SAVE_COMMUNICATION_CONTRACT: v.strictObject({
    type: v.literal('SAVE_COMMUNICATION_CONTRACT'),
    /** Completed, between two identities. */
    signed_contract: signedContractSchema,
  }),
  QUERY_COMMUNICATION_CONTRACTS: v.strictObject({
    type: v.literal('QUERY_COMMUNICATION_CONTRACTS'),
    ...page,
  }),
  REVOKE_COMMUNICATION_CONTRACT: v.union([
    v.strictObject({
      type: v.literal('REVOKE_COMMUNICATION_CONTRACT'),
      /** Of a contract that is stored here. */
      contract_id: field.hash,
    }),
    v.strictObject({
      type: v.literal('REVOKE_COMMUNICATION_CONTRACT'),
      /** A completed one; or a request, with nulls, to withdraw it. */
      signed_contract: signedContractSchema,
    }),
  ]),
  FIND_IDENTITIES: v.strictObject({ type: v.literal('FIND_IDENTITIES') }),
  QUERY_PENDING_EVENTS: v.strictObject({
    type: v.literal('QUERY_PENDING_EVENTS'),
    /** How many rows at most. */
    limit: field.limitTo(LIMITS.pendingPage),
    /** Where the page before ended; absent at the beginning. */
    cursor: field.cursor,
  }),
  ACKNOWLEDGE_PENDING_EVENTS: v.strictObject({
    type: v.literal('ACKNOWLEDGE_PENDING_EVENTS'),
    /** Of rows. */
    event_ids: v.pipe(v.array(field.id), v.minLength(1), v.maxLength(LIMITS.acknowledgements)),
  }),
  SAVE_EVENTS: v.strictObject({
    type: v.literal('SAVE_EVENTS'),
    events: field.someOf(
      v.strictObject({
        /** The client's. */
        id: field.id,
        /** The own copy (protocol.md §6.6). */
        payload: field.ciphertext,
        tags: tagBlobs,
      }),
    ),
    /** The list of CIDs that the new ones join (address-messaging.md §4.2). */
    anchor,
  }),
  QUERY_EVENTS: v.strictObject({
    type: v.literal('QUERY_EVENTS'),
    /** All of them; none: every event. */
    tags: tagBlobs,
    /** Of `created_at`, inclusive. */
    after: v.optional(field.seconds),
    /** Of `created_at`, inclusive. */
    before: v.optional(field.seconds),
    /** `asc` where it is absent. */
    order: v.optional(v.picklist(['asc', 'desc'])),
    ...page,
  }),
  UPDATE_EVENT_TAGS: v.strictObject({
    type: v.literal('UPDATE_EVENT_TAGS'),
    events: field.someOf(v.strictObject({ event_id: field.id, tags: tagBlobs })),
  }),
  DELETE_EVENTS: v.strictObject({ type: v.literal('DELETE_EVENTS'), event_ids: ids }),
  SEND_EVENT: v.strictObject({
    type: v.literal('SEND_EVENT'),
    /** The client's. */
    id: field.id,
    /** The event on its way (protocol.md §6.3). */
    payload: field.ciphertext,
  }),
  SEND_EVENTS: v.strictObject({
    type: v.literal('SEND_EVENTS'),
    events: field.someOf(
      v.strictObject({
        /** The client's. */
        id: field.id,
        /** The event on its way (protocol.md §6.3). */
        payload: field.ciphertext,
      }),
    ),
  }),
  PUBLISH_PUBLIC_EVENT: v.strictObject({
    type: v.literal('PUBLISH_PUBLIC_EVENT'),
    channel_id: field.id,
    event: field.text,
    tags: field.plainTags,
    timestamp: field.seconds,
    /** Over the other four and `publisher_did`, which is `sender_did`. */
    event_signature: field.signature,
  }),
  DELETE_PUBLIC_EVENT: v.strictObject({ type: v.literal('DELETE_PUBLIC_EVENT'), public_event_id: field.id }),
  ...HELD_PAYLOADS,
} as const;

/** Every command there is. */
export type CommandType = keyof typeof PAYLOADS;

/** The payload of a command of type `T`, its `type` member included. */
export type CommandPayload<T extends CommandType = CommandType> = {
  [K in T]: v.InferOutput<(typeof PAYLOADS)[K]>;
}[T];

/** The three channels of commands. */
export const CHANNELS = ['DIRECT_AUTHENTICATED', 'TWO_WAY_PRIVATE', 'ONE_WAY_PUBLIC'] as const;

/** A channel of commands. */
export type Channel = (typeof CHANNELS)[number];

/** The one channel a command type travels on (protocol.md §5.1). */
export function channelOf(type: CommandType): Channel {
  if (type === 'SEND_EVENT' || type === 'SEND_EVENTS') return 'TWO_WAY_PRIVATE';
  if (type === 'PUBLISH_PUBLIC_EVENT' || type === 'DELETE_PUBLIC_EVENT') return 'ONE_WAY_PUBLIC';
  return 'DIRECT_AUTHENTICATED';
}

/** Tells whether a text is a command type. */
export function isCommandType(type: unknown): type is CommandType {
  return typeof type === 'string' && Object.hasOwn(PAYLOADS, type);
}
