/** Messages to wallet addresses (address-messaging.md). Times are milliseconds unless the name says otherwise. */
import type { Did } from '../decentrl-rpc.ts';
import type { ContactView } from './contacts.ts';
import type { Facts } from './facts.ts';

/** Where a message to an address stands, beside the states of events (address-messaging.md §3.13). */
export type HeldState =
  /** At the escrow (or handed over and not re-encrypted yet): it can read it. */
  | 'held'
  /** Both sides have it under their own key; the escrow deleted its share. */
  | 're-encrypted'
  /** `not_after` passed before the recipient set up; the escrow deleted it. */
  | 'expired'
  /** Taken back before it was handed over. */
  | 'withdrawn'
  /** Handed over, but the recipient never re-encrypted it. */
  | 'not-re-encrypted'
  /** The recipient re-encrypted it, but its proof did not reach us in time. */
  | 'unconfirmed'
  /** What the recipient put in its place does not open to what was written. */
  | 'disputed';

/** What a person must be told of a message that went by an escrow. */
export interface HeldLabel {
  /** `0x…` in lower case: who it was written to. */
  address: string;
  /** The same with the checksum of EIP-55, for the screen. */
  checksummed: string;
  chainId: number;
  escrow: Did;
  /** Host of the escrow while it can read the message (*Readable by … until 0x… sets up*), else null. */
  readableBy: string | null;
  /** Host of the escrow that could read it before `since`, else null. */
  couldRead: string | null;
  /** Since when it is end-to-end encrypted, null while it is not. */
  since: number | null;
  /** When the escrow deletes it unread, null once handed over. */
  notAfter: number | null;
  /** When the escrow says it got it: its signed statement, null before. */
  receivedAt: number | null;
  /** True while it can be taken back. */
  withdrawable: boolean;
}

/** How a message to an address or name would travel; nothing was sent. */
export interface HeldResolution {
  /** As typed, without spaces around it. */
  to: string;
  /** `0x…` in lower case; empty when the name could not be resolved. */
  address: string;
  /** The same with the checksum of EIP-55, for the screen. */
  checksummed: string;
  chainId: number;
  /** The ENS name it came from, else null. */
  ensName: string | null;
  delivery: 'e2ee' | 'held' | 'unreachable' | 'self';
  /** For `held`: host of the escrow that will be able to read it. */
  readableBy: string | null;
  escrow: Did | null;
  /** For `held`: when the escrow deletes it unless the recipient set up. */
  notAfter: number | null;
  /** For `held`: a page to send to the recipient by any channel; carries no secret. */
  inviteUrl: string | null;
  /** The identity the address answers under, when that is known. */
  contact: ContactView | null;
  /** Where to write on when there is a conversation already. */
  conversationId: string | null;
  /** Another key than the known one answers for this address; it is used from `usableAt` at the earliest. */
  changedKey: { did: Did; seenAt: number; usableAt: number } | null;
  /** A contract wallet answers on one chain only: this one. Null for a plain wallet or when unknown. */
  contractWalletOn: number | null;
  /** Sentence that says what stands in the way, or null. */
  problem: string | null;
}

/** What the popup asks about messages to wallet addresses, by method. */
export interface HeldRpc {
  /** How a message to a wallet address or ENS name would travel, before anything is sent. */
  held_resolve: { params: { to: string; chainId?: number }; result: HeldResolution };
  /**
   * Sends a text to an address. `allowHeld` must be true for it to be held, and only after the person saw who can read it
   * until when; without, a recipient that is not set up throws 4316. `escrow` is the one whose name the person read: any
   * other would be another question, and throws 4316 too. What is bound is sent end to end either way.
   */
  held_send: {
    params: {
      to: string;
      chainId?: number;
      text: string;
      allowHeld: boolean;
      escrow?: Did;
      idempotencyKey: string;
    };
    result: { messageId: string; conversationId: string; delivery: 'e2ee' | 'held' };
  };
  /** Takes a held message back; throws when it was handed over meanwhile. */
  held_withdraw: { params: { messageId: string }; result: { state: HeldState } };
}

/** What is true of these methods. */
export const held = {
  // Asks every escrow, so it is asked by a person, not by a push.
  held_resolve: { needs: 'unlocked', person: true, repeatable: true, topics: [] },
  // By its idempotency key.
  held_send: { needs: 'unlocked', person: true, repeatable: true, topics: [] },
  // What was withdrawn is withdrawn; the escrow answers as the first time.
  held_withdraw: { needs: 'unlocked', person: true, repeatable: true, topics: [] },
} as const satisfies Facts<HeldRpc>;
