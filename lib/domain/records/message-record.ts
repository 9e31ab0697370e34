import type { JsonValue } from '../../crypto/json-value.ts';

/** One event of a conversation's history, as it lies in a segment. */
export interface MessageRecord {
  /** The sender's `meta.id`; for events without one, a hash of the signature. */
  eventId: string;
  identityIndex: number;
  /** The contract it travelled under (not the relationship). */
  contractId: string;
  direction: 'in' | 'out';
  senderDid: string;
  type: string;
  data: JsonValue;
  tags: string[];
  /** Whole seconds, claimed by the sender. */
  timestamp: number;
  /** Milliseconds, when this device stored it. */
  at: number;
  dev: string | null;
  seq: number | null;
  /** Site that sent it through the provider, null when the person did or it came in. */
  origin: string | null;
}

/** What an event of the history has by itself unless it is said: it travelled under no contract, in no stream, by no site. */
const BARE = { contractId: '', tags: [], dev: null, seq: null, origin: null } as const;

/** Makes the record of one event of the history. */
export function messageRecord(
  given: Omit<MessageRecord, keyof typeof BARE> & Partial<MessageRecord>,
): MessageRecord {
  return { ...BARE, tags: [], ...given };
}

/** The state of an event we sent, in a small row of its own because it changes. */
export interface MessageStateRecord {
  eventId: string;
  identityIndex: number;
  conversationId: string;
  state: 'queued' | 'accepted' | 'delivered' | 'read' | 'failed' | 'expired';
  /** Milliseconds of the last change. */
  at: number;
  reason: string | null;
  origin: string | null;
}

/** An event that has no envelope yet, because there is no contract to send it under. */
export interface WaitingRecord {
  eventId: string;
  identityIndex: number;
  peerSigningKey: string;
  type: string;
  data: JsonValue;
  tags: string[];
  ephemeral: boolean;
  origin: string | null;
  /** Milliseconds; with `place`, the order of sending. */
  at: number;
  place: number;
  /** True when it already stands in the history: it was enveloped before, under a contract that ended. */
  stored: boolean;
  /** False where it stands in the history but no own copy was made: an escrow was to hold it. */
  copied?: boolean;
}

/** What this device last sent in one stream under one contract: the next envelope continues from here. */
export interface SendCounterRecord {
  /** `<contract id>.<dev>`. */
  key: string;
  dev: string;
  seq: number;
  /** Hash of the envelope with number `seq`. */
  prev: string | null;
}

/** The first use of an idempotency key. */
export interface IdempotencyRecord {
  /** `<origin>|<conversation>|<key>`. */
  key: string;
  eventId: string;
  /** SHA-256 of the canonical content. */
  digest: string;
  /** Milliseconds. */
  at: number;
}

/** Text being written, kept while the popup is closed. */
export interface DraftRecord {
  conversationId: string;
  text: string;
}
