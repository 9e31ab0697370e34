import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { HELD_LIMITS, LIMITS } from '../../lib/protocol/wire.ts';

const MIB = 1_048_576;
const DAY = 86_400;

/**
 * Everything this mediator refuses to exceed, as published at `GET /limits` (security.md *Limits*).
 * The names are the ones of `LIMITS_FILE` and say their unit; after the first sentence of a docstring stands why.
 */
export const DEFAULT_LIMITS = {
  /** A command. It is cut off while it streams: 413. */
  body_bytes: 262_144,
  /** A frame of a socket. What is longer ends the socket with 1009; sockets are not compressed. */
  frame_bytes: 262_144,
  /** Rows of a page; no more than the default. */
  page_events: 100,
  /** Rows of a page of the pending queue, when a client asks for more than `page_events`; no more than the default. */
  page_pending_events: 500,
  /** Characters of payloads, requests or public events a page (protocol.md §5.6); no more than the default. */
  page_bytes: 2 * MIB,
  /** One inbox. Beyond it the sender gets `QUOTA_EXCEEDED` and tries again later. */
  pending_events: 10_000,
  /** Payloads of one inbox, in characters. */
  pending_bytes: 50 * MIB,
  /** One history. */
  stored_events: 5_000_000,
  /** Payloads of one history, in characters. */
  stored_bytes: 2_048 * MIB,
  /** Contracts of one signing key. */
  contracts_per_identity: 10_000,
  /** Public events of one DID. */
  public_events_per_identity: 10_000,
  /** DIDs with rows here. */
  identities: 100_000,
  /**
   * Contract requests of one signing key to people with whom it has no contract here. Keys are free:
   * `unauthenticated_per_minute` bounds how many of them an address can use.
   */
  requests_per_minute: 5,
  /** The same, a day. */
  requests_per_day: 50,
  /**
   * Contract requests that wait for one recipient, ten times that for contacts. A stranger who fills it keeps other strangers
   * out (security.md *What is not protected*).
   */
  unanswered_requests: 100,
  /** Events of one signing key a second. A batch counts its events. */
  events_per_second: 100,
  /** The same at once. */
  events_burst: 1_000,
  /** All other commands of one signing key a second. */
  commands_per_second: 50,
  /** The same at once. */
  commands_burst: 100,
  /**
   * One network address (an IPv6 /64): requests that fail to authenticate, public reads, commands of keys unknown here. Only
   * failures count, so nobody is refused for a neighbour.
   */
  unauthenticated_per_minute: 60,
  /** Published blocks and hints about anchors, one network address. */
  blocks_per_minute: 600,
  /** Sockets of one DID. The fifth closes the oldest (4409), so dead sockets lock nobody out. */
  sockets_per_identity: 4,
  /** Sockets of one network address that have not authenticated yet. */
  unauthenticated_sockets_per_address: 64,
  /** The same, of all addresses. */
  unauthenticated_sockets: 2_048,
  /** How long a socket may take to authenticate. Then 4401. */
  socket_auth_ms: 10_000,
  /** How long a socket may say nothing. Then it is dropped (1006), after a `ping` halfway that nobody answered. */
  socket_silence_ms: 60_000,
  /** Frames of a socket a second. Then 1008. */
  socket_frames_per_second: 20,
  /** What a slow reader may leave unread. Then 1013, and it loses nothing: hints are not the queue. */
  socket_buffer_bytes: MIB,
  /** How long the headers of a request may take. Slow and wide requests end in the HTTP layer. */
  headers_timeout_ms: 10_000,
  /** How long a whole request may take. */
  request_timeout_ms: 15_000,
  /** How long a connection without a request stays open. */
  keep_alive_ms: 15_000,
  /** Headers of a request. */
  header_count: 64,
  /** The same, in all. */
  header_bytes: 8_192,
  /** How long a client's id is remembered. */
  client_id_seconds: LIMITS.clientIdSeconds,
  /** How long the rows of a lapsed registration are kept. */
  lapsed_seconds: LIMITS.lapsedRegistration,
  /** Of an escrow: messages of one signing key for one address that are held, or served and not re-encrypted. */
  held_per_pair: 50,
  /** Of an escrow: the same for one address in all. */
  held_per_recipient: 500,
  /** Of an escrow: how long a nonce for a binding is good. */
  binding_nonce_seconds: HELD_LIMITS.bindingNonce,
  /** Of an escrow: how long a changed binding without succession waits. */
  changed_binding_seconds: HELD_LIMITS.changedBindingWait,
  /** Of an escrow: how often a contract wallet is asked again; before each hand-over whatever this is. */
  wallet_recheck_seconds: HELD_LIMITS.contractWalletRecheck,
  /** Of an escrow: how long after `not_after` a served message may still be re-encrypted. */
  not_reencrypted_seconds: HELD_LIMITS.notReencryptedAfter,
  /** Of an escrow: how long after re-encryption the sender has to confirm. */
  unconfirmed_seconds: HELD_LIMITS.unconfirmedAfter,
  /** Of an escrow: how long the row of a message that came to its end is kept. */
  held_ended_seconds: 180 * DAY,
  /** Of an escrow: how often it looks what time does (address-messaging.md §3.12). */
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
