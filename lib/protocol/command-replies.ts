/**
 * What a mediator answers, as the client checks it. Replies are unsigned and come from a party that may lie: unknown
 * members are dropped, every text is bounded, and a row of the wrong shape costs the reply, since no mediator stores one.
 * What others put into a row (ciphertexts, DIDs, signatures) is judged row by row afterwards (protocol.md §5.16).
 */
import * as v from 'valibot';
import type { CommandType } from './command-payloads.ts';
import { signedContractSchema } from './contract-schema.ts';
import * as field from './fields.ts';
import { HELD_REPLIES } from './held-replies.ts';
import { parseShape } from './parse-shape.ts';
import { LIMITS } from './wire.ts';

const opaque = v.pipe(v.string(), v.minLength(1), v.maxLength(LIMITS.cursorLength));
const bytes = v.pipe(v.string(), v.maxLength(LIMITS.ciphertextLength));
const someDid = v.pipe(v.string(), v.maxLength(LIMITS.didLength));
const nextCursor = v.nullable(opaque);
const ids = v.pipe(v.array(field.id), v.maxLength(LIMITS.page));
const rows = <T extends v.GenericSchema>(row: T) => v.pipe(v.array(row), v.maxLength(LIMITS.page));

/** A row of the pending queue; also inside socket hints. */
export const pendingEventSchema = v.object({
  /** The mediator's own, for acknowledging. */
  id: field.id,
  /** The verified sender of the command. */
  sender_did: someDid,
  /** As it was sent. */
  payload: bytes,
  /** The second of acceptance. */
  timestamp: field.seconds,
});

/** One schema a type, of the reply's `payload`. */
export const REPLIES = {
  REQUEST_COMMUNICATION_CONTRACT: v.union([
    v.object({
      /** Of a registration: completed by the mediator. */
      signed_contract: signedContractSchema,
    }),
    v.object({
      /** Of a request: the mediator's own. */
      request_id: field.id,
    }),
  ]),
  COMMUNICATION_CONTRACT_RESPONSE: v.object({ contract_id: field.hash }),
  QUERY_PENDING_COMMUNICATION_CONTRACT_REQUESTS: v.object({
    /** Oldest first. */
    requests: rows(
      v.object({
        /** The mediator's own, for acknowledging. */
        id: field.id,
        /** The verified sender of the command. */
        sender_did: someDid,
        /** As it was sent. */
        encrypted_request: bytes,
        /** As it was sent. */
        requestor_ephemeral_public_key: v.pipe(v.string(), v.maxLength(64)),
        /** The second in which it came. */
        timestamp: field.seconds,
      }),
    ),
    next_cursor: nextCursor,
  }),
  ACKNOWLEDGE_PENDING_COMMUNICATION_CONTRACT_REQUESTS: v.object({
    /** Those that were in the own tray and are gone now, in the order asked, each once. */
    acknowledged: ids,
  }),
  SAVE_COMMUNICATION_CONTRACT: v.object({ contract_id: field.hash }),
  QUERY_COMMUNICATION_CONTRACTS: v.object({
    /** By ascending contract id. */
    contracts: rows(v.object({ contract_id: field.hash, signed_contract: signedContractSchema })),
    next_cursor: nextCursor,
  }),
  REVOKE_COMMUNICATION_CONTRACT: v.object({
    /** `null` for a request. */
    contract_id: v.nullable(field.hash),
  }),
  FIND_IDENTITIES: v.object({
    /** In the order in which they first registered. */
    dids: rows(someDid),
  }),
  QUERY_PENDING_EVENTS: v.object({
    /** In the order of acceptance. */
    pending_events: v.pipe(v.array(pendingEventSchema), v.maxLength(LIMITS.pendingPage)),
    next_cursor: nextCursor,
  }),
  ACKNOWLEDGE_PENDING_EVENTS: v.object({
    /** Those that were in the own inbox and are gone now, in the order asked, each once. */
    acknowledged: v.pipe(v.array(field.id), v.maxLength(LIMITS.acknowledgements)),
  }),
  SAVE_EVENTS: v.object({
    /** All of the request, in its order. */
    event_ids: ids,
  }),
  QUERY_EVENTS: v.object({
    /** In the order of storing, or the reverse. */
    events: rows(
      v.object({
        id: field.id,
        /** As it was saved. */
        payload: bytes,
        /** Its tag blobs. */
        tags: v.pipe(v.array(v.pipe(v.string(), v.maxLength(128))), v.maxLength(LIMITS.tags)),
        /** The second in which it was stored. */
        created_at: field.seconds,
      }),
    ),
    next_cursor: nextCursor,
  }),
  UPDATE_EVENT_TAGS: v.object({
    /** How many entries met an event. */
    updated: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  }),
  DELETE_EVENTS: v.object({
    /** Those that were there and are gone, in the order asked, each once. */
    deleted: ids,
  }),
  SEND_EVENT: v.object({
    /** The client's own; the ids of the inbox are the recipient's. */
    event_id: field.id,
  }),
  SEND_EVENTS: v.object({
    /** One an entry, in order. */
    results: rows(
      v.object({
        id: field.id,
        ok: v.boolean(),
        /** There exactly where `ok` is false: `ID_CONFLICT` or `QUOTA_EXCEEDED`. */
        code: v.optional(v.pipe(v.string(), v.maxLength(64))),
      }),
    ),
  }),
  PUBLISH_PUBLIC_EVENT: v.object({ public_event_id: field.id }),
  DELETE_PUBLIC_EVENT: v.object({ public_event_id: field.id }),
  ...HELD_REPLIES,
} as const satisfies Record<CommandType, v.GenericSchema>;

/** The payload of the reply to a command of type `T`. */
export type CommandReply<T extends CommandType = CommandType> = {
  [K in T]: v.InferOutput<(typeof REPLIES)[K]>;
}[T];

/** A row of the pending queue. */
export type PendingEvent = v.InferOutput<typeof pendingEventSchema>;

const successSchema = v.object({
  type: v.literal('SUCCESS'),
  payload: v.unknown(),
  timestamp: field.milliseconds,
});
const errorSchema = v.object({
  type: v.literal('ERROR'),
  code: v.pipe(v.string(), v.maxLength(64)),
  message: v.pipe(v.string(), v.maxLength(1024)),
  timestamp: field.milliseconds,
  retry_after_ms: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(0))),
});

/** A mediator's refusal; `code` may be one we do not know. */
export type ErrorReply = v.InferOutput<typeof errorSchema>;

/** A reply to a command of type `T`; `timestamp` is the mediator's clock in milliseconds. */
export type Reply<T extends CommandType> =
  | { type: 'SUCCESS'; payload: CommandReply<T>; timestamp: number }
  | ErrorReply;

/** Any JSON as the reply to a command of type `T`; throws `ProtocolError('reply')`. */
export function parseReply<T extends CommandType>(type: T, value: unknown): Reply<T> {
  const outer = parseShape(v.variant('type', [successSchema, errorSchema]), value, 'reply');
  if (outer.type === 'ERROR') return outer;
  const payload = parseShape(REPLIES[type] as v.GenericSchema, outer.payload, 'reply') as CommandReply<T>;
  return { type: 'SUCCESS', payload, timestamp: outer.timestamp };
}
