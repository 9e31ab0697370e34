import type { AddressBinding } from '../../protocol/binding.ts';
import { PRE_CONTRACT_PREFIX } from './request-id.ts';

/** A binding whose signatures were verified, the wallet's and the DID's, kept with both (address-messaging.md §1.11). */
export interface KnownBinding {
  binding: AddressBinding;
  chainId: number;
  walletSignature: string;
  didSignature: string;
  /** Where the identity answers now: the bound DID, or the one it moved to. */
  did: string;
  /** `account`: proved by its key for ever. `contract`: an answer of the chain, asked again. */
  kind: 'account' | 'contract';
  /** Milliseconds, when this verifier first saw it: a changed key waits from then. */
  firstSeenAt: number;
  /** Milliseconds, when the wallet's side was last verified. */
  checkedAt: number;
}

/** The room of one of our identities with one address (address-messaging.md §2.4); what was sent in it is numbered. */
export interface HeldRoom {
  /** Hex, 32 bytes; known to the two alone. */
  salt: string;
  roomId: string;
  /** Number of the last message, and its hash. */
  seq: number;
  prev: string | null;
}

/**
 * A wallet address as one of our identities knows it. `pinned` never goes away again: an address once bound is end to end
 * or unreachable, never held (address-messaging.md §1.11).
 */
export interface AddressRecord {
  identityIndex: number;
  chainId: number;
  /** Lower case, `0x`. */
  address: string;
  pinned: KnownBinding | null;
  /** Another key that answers for it; used 24 hours after it was first seen, or at once with the earlier key's word. */
  candidate: KnownBinding | null;
  /** A contract wallet no longer stands by the pinned key; nothing is sent until it stands by one again. */
  rejectedByWallet: boolean;
  room: HeldRoom | null;
  /**
   * Milliseconds of the last message an escrow held for it whose hand-over is not at its end, null when none is: the end
   * of the hand-over is the contract. The first request of the pinned DID is then accepted without a question, once.
   */
  unfinishedSince: number | null;
  /** The request that was accepted so. */
  accepted: string | null;
  /** Milliseconds. */
  createdAt: number;
}

/** Key of an address row. */
export function addressKey(identityIndex: number, chainId: number, address: string): string {
  return `${identityIndex}/${chainId}/${address}`;
}

/** Id of the conversation that is begun with an address before anybody answers for it. */
export function addressConversation(identityIndex: number, chainId: number, address: string): string {
  return `${PRE_CONTRACT_PREFIX.address}${addressKey(identityIndex, chainId, address)}`;
}
