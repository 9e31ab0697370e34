import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { HELD_LIMITS, LIMITS } from '../../lib/protocol/wire.ts';

const MIB = 1_048_576;
const DAY = 86_400;

/**
 * Everything this mediator refuses to exceed, as published at `GET /limits` (security.md *Limits*).
 * The names are the ones of `LIMITS_FILE`; times say their unit.
 */
export const DEFAULT_LIMITS = {
  /** A command, cut off while streaming. */
  body_bytes: 262_144,
  /** A frame of a socket. */
  frame_bytes: 262_144,
  page_events: 100,
  /** Of the pending queue, when a client asks for more than `page_events`. */
  page_pending_events: 500,
  page_bytes: 2 * MIB,
  /** One inbox. */
  pending_events: 10_000,
  pending_bytes: 50 * MIB,
  /** One history. */
  stored_events: 5_000_000,
  stored_bytes: 2_048 * MIB,
  contracts_per_identity: 10_000,
  public_events_per_identity: 10_000,
  identities: 100_000,
  /** Contract requests of one sender that is not yet anybody's contact here. */
  requests_per_minute: 5,
  requests_per_day: 50,
  /** Contract requests waiting for one recipient. */
  unanswered_requests: 100,
  /** One signing key. A batch counts its events. */
  events_per_second: 100,
  events_burst: 1_000,
  commands_per_second: 50,
  commands_burst: 100,
  /** One network address: requests that fail to authenticate, public reads, and commands of keys unknown here. */
  unauthenticated_per_minute: 60,
  /** Published blocks and hints about anchors, one network address. */
  blocks_per_minute: 600,
  sockets_per_identity: 4,
  /** Sockets of one address, and in all, that have not authenticated yet. */
  unauthenticated_sockets_per_address: 64,
  unauthenticated_sockets: 2_048,
  socket_auth_ms: 10_000,
  socket_silence_ms: 60_000,
  socket_frames_per_second: 20,
  /** Bytes a slow reader may leave unread before its socket is closed; what it missed stays queued. */
  socket_buffer_bytes: MIB,
  headers_timeout_ms: 10_000,
  request_timeout_ms: 15_000,
  keep_alive_ms: 15_000,
  header_count: 64,
  header_bytes: 8_192,
  /** How long a client's id is remembered. */
  client_id_seconds: 30 * DAY,
  /** How long the rows of a lapsed registration are kept. */
  lapsed_seconds: 180 * DAY,
  /** Messages held (or handed over and not yet encrypted anew) of one sender for one address, and for one address in all. */
  held_per_pair: 50,
  held_per_recipient: 500,
  /** How long a nonce for a binding is good, and how long a changed binding waits. */
  binding_nonce_seconds: HELD_LIMITS.bindingNonce,
  changed_binding_seconds: HELD_LIMITS.changedBindingWait,
  /** How often at least a contract wallet is asked whether its signature still holds. */
  wallet_recheck_seconds: HELD_LIMITS.contractWalletRecheck,
  /** After `not_after`: how long a served message may still be encrypted anew. After that: how long the sender has to confirm. */
  not_reencrypted_seconds: HELD_LIMITS.notReencryptedAfter,
  unconfirmed_seconds: HELD_LIMITS.unconfirmedAfter,
  /** How long the row of a message that came to an end is kept. */
  held_ended_seconds: 180 * DAY,
  held_sweep_ms: 60_000,
};

export type Limits = typeof DEFAULT_LIMITS;

const amount = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
const upTo = (most: number) => v.pipe(amount, v.maxValue(most));
const amounts = Object.fromEntries(Object.keys(DEFAULT_LIMITS).map((name) => [name, amount]));
const schema = v.partial(
  v.strictObject({
    ...(amounts as Record<keyof Limits, typeof amount>),
    // A client refuses longer pages, and would never get past the first one (protocol.md §5.6).
    page_events: upTo(LIMITS.page),
    page_pending_events: upTo(LIMITS.pendingPage),
    page_bytes: upTo(2 * MIB),
  }),
);

/** The limits with those of a JSON file in place of the defaults. @throws naming the file and what is wrong in it. */
export function loadLimits(path: string | undefined): Limits {
  if (path === undefined) return DEFAULT_LIMITS;
  const json = readJson(path);
  const parsed = v.safeParse(schema, Array.isArray(json) ? null : json);
  if (!parsed.success) {
    const issue = parsed.issues[0];
    throw new Error(`LIMITS_FILE ${path}: ${v.getDotPath(issue) ?? 'content'}: ${issue.message}`);
  }
  return { ...DEFAULT_LIMITS, ...(parsed.output as Partial<Limits>) };
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw new Error(`LIMITS_FILE ${path} cannot be read as JSON`, { cause });
  }
}
