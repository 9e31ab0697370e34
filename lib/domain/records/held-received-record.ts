import type { CommandPayload } from '../../protocol/commands.ts';
import type { HandedRecord } from '../../protocol/handed-record.ts';
import type { DeletionReceipt } from '../../protocol/held-receipts.ts';
import type { HeldRecord } from '../../protocol/held-record.ts';
import type { InnerMessage } from '../../protocol/inner-message.ts';

/** One element of `REKEY_HELD_MESSAGES`: what the escrow is to have in the place of a record, with our receipt. */
export type RekeyItem = CommandPayload<'REKEY_HELD_MESSAGES'>['items'][number];

/** `opened`: checked and in the history; the re-encrypted record is on its way. `re-encrypted`: the escrow deleted its share. */
export type HeldReceivedState = 'opened' | 're-encrypted' | 'not-re-encrypted';

/** A message that came to a wallet address of ours by an escrow, known by its signer and id (address-messaging.md §3.4). */
export interface HeldReceivedRecord {
  /** `<identity>/<signing key>/<id>`. */
  key: string;
  id: string;
  identityIndex: number;
  senderSigningKey: string;
  senderDid: string;
  escrow: string;
  chainId: number;
  address: string;
  /** What the escrow held and what we put in its place, with their CIDs. Null when it was too large to be kept for this device. */
  record: HeldRecord | null;
  cid: string;
  newRecord: HandedRecord | null;
  newCid: string | null;
  /** The signed inner object, for the proof. */
  inner: InnerMessage;
  state: HeldReceivedState;
  /** What the escrow is to have in its place; the same bytes until it took them, null after. */
  rekey: RekeyItem | null;
  /** The escrow's statement that it deleted share and record, with its signature over it. */
  deletionReceipt: { receipt: DeletionReceipt; signature: string } | null;
  /** Milliseconds since when it is end-to-end encrypted. */
  since: number | null;
  /** Milliseconds. */
  at: number;
  reason: string | null;
}

/** Key of a received row. */
export function heldReceivedKey(identityIndex: number, signingKey: string, id: string): string {
  return `${identityIndex}/${signingKey}/${id}`;
}
