import type { JsonValue } from '../../crypto/json-value.ts';

/**
 * Where a message we sent to an address stands. `queued`: the escrow has not answered. `held` until the sender's side
 * verified the re-encrypted record. `ready`: refused because the recipient has set up; it goes end to end under its id.
 */
export type HeldSentState =
  | 'queued'
  | 'held'
  | 'ready'
  | 'end-to-end'
  | 're-encrypted'
  | 'expired'
  | 'withdrawn'
  | 'not-re-encrypted'
  | 'disputed'
  | 'unconfirmed'
  | 'failed';

/** A message of ours that an escrow holds or held, with our own sealed copy of it (address-messaging.md §2.9, §3.9). */
export interface HeldSentRecord {
  /** Id of the inner object. */
  id: string;
  identityIndex: number;
  /** Conversation it was begun in; the history lies under it. */
  conversationId: string;
  escrow: string;
  chainId: number;
  address: string;
  /** The signed inner object: our words as the recipient must have them. */
  inner: JsonValue;
  /** The record the escrow holds and the one in its place, with their CIDs: what a proof is over. */
  record: JsonValue;
  cid: string;
  newRecord: JsonValue | null;
  newCid: string | null;
  commitment: string;
  /** Whole seconds. */
  notAfter: number;
  state: HeldSentState;
  /** Milliseconds of the last change. */
  at: number;
  /** Milliseconds, as the escrow's receipt says. */
  receivedAt: number | null;
  /** The escrow's signed receipt. */
  receipt: JsonValue | null;
  /** Milliseconds since when it is end-to-end encrypted. */
  since: number | null;
  reason: string | null;
  origin: string | null;
}
