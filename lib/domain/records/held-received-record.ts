import type { JsonValue } from '../../crypto/json-value.ts';

/** `opened`: checked and in the history; the re-encrypted record is on its way. `re-encrypted`: the escrow deleted its share. `refused`: checked and not taken; kept so that it is not taken later either. */
export type HeldReceivedState = 'opened' | 're-encrypted' | 'not-re-encrypted' | 'refused';

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
  /** What the escrow held and what we put in its place, with their CIDs. */
  record: JsonValue;
  cid: string;
  newRecord: JsonValue | null;
  newCid: string | null;
  /** The signed inner object, for the proof; null when refused. */
  inner: JsonValue | null;
  state: HeldReceivedState;
  /** What the escrow is to have in its place, with our receipt; the same bytes until it took them, null after. */
  rekey: JsonValue | null;
  /** The escrow's signed statement that it deleted share and record. */
  deletionReceipt: JsonValue | null;
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
