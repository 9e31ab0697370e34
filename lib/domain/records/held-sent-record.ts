import type { HandedRecord } from '../../protocol/handed-record.ts';
import type { SaveReceipt } from '../../protocol/held-receipts.ts';
import type { HeldRecord } from '../../protocol/held-record.ts';
import type { InnerMessage } from '../../protocol/inner-message.ts';

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
  inner: InnerMessage;
  /** The record the escrow holds and the one in its place, with their CIDs: what a proof is over. Null when it was too large to be kept for this device. */
  record: HeldRecord | null;
  cid: string;
  newRecord: HandedRecord | null;
  newCid: string | null;
  commitment: string;
  /** Whole seconds. */
  notAfter: number;
  state: HeldSentState;
  /** Milliseconds of the last change. */
  at: number;
  /** Milliseconds, as the escrow's receipt says. */
  receivedAt: number | null;
  /** The escrow's receipt, with its signature over it. */
  receipt: { receipt: SaveReceipt; signature: string } | null;
  /** Milliseconds since when it is end-to-end encrypted. */
  since: number | null;
  reason: string | null;
  origin: string | null;
}

/** States in which the escrow still has something to tell. */
const UNFINISHED: readonly HeldSentState[] = ['queued', 'held'];

/** Tells whether the escrow of a message must still be asked about it. */
export function isUnfinished({ state }: Pick<HeldSentRecord, 'state'>): boolean {
  return UNFINISHED.includes(state);
}
