/** One person as one of our identities knows them, keyed by (identity, signing key) (`protocol.md` §2.5). */
export interface ContactRecord {
  identityIndex: number;
  /** Multibase Ed25519 key. */
  signingKey: string;
  /** The DID consented to. Sending goes to this one only. */
  did: string;
  alias: string | null;
  petname: string | null;
  /** The person compared the safety number. */
  verified: boolean;
  blocked: boolean;
  /** No notifications of this contact. */
  muted?: boolean;
  /** Another DID seen with this signing key, never used for sending. */
  changedDid: string | null;
  /** Relationship id: the first contract's id, or `request:<requestId>` before there is one. */
  conversationId: string;
  /** Milliseconds of the person's last explicit yes (an acceptance or a proposal of theirs), null when never. */
  consentedAt: number | null;
  /** Whole seconds: the longest lifetime the person approved; renewal without a question never exceeds it. */
  maxLifetime: number;
  /** Milliseconds since when the relationship is revoked, null while it is not. */
  revokedAt: number | null;
  /** Every contract with this person, oldest first. */
  contractIds: string[];
  /** Whole seconds: when the last unrevoked contract ends, null when there never was one. */
  activeUntil: number | null;
  /** The `activeUntil` whose passing was told to sites. */
  toldExpiry?: number | null;
  /** Whole seconds: when our last open proposal ends, null when none is open. */
  proposedUntil: number | null;
  /** What each site said it wants the relationship for; shown to that site only. */
  purposes?: Record<string, string>;
  /** The wallet address we began to write to, once this contact was verified to answer for it. */
  address?: { chainId: number; address: string };
  /** They wrote to a wallet of ours and nobody has answered yet: shown among the requests (address-messaging.md §3.14). */
  heldRequest?: 'open' | 'declined';
  /** Ids this conversation had before its contract: part of the history lies under them. */
  earlierIds?: string[];
  /** Own stored events are listed in anchored index files under this room, since then in milliseconds (address-messaging.md §4.2). */
  anchorRoom?: { roomId: string; since: number };
  createdAt: number;
}

/** Key of a contact row. */
export function contactKey(identityIndex: number, signingKey: string): string {
  return `${identityIndex}/${signingKey}`;
}

/** The ids under which the history of a conversation lies, the newest part first. */
export function historyIds({ conversationId, earlierIds = [] }: ContactRecord): string[] {
  return [conversationId, ...earlierIds.filter((id) => id !== conversationId)];
}

/** The room of a contact whose conversation is anchored. */
export function anchorRoomOf({ anchorRoom }: ContactRecord): Pick<ContactRecord, 'anchorRoom'> {
  return anchorRoom === undefined ? {} : { anchorRoom };
}
