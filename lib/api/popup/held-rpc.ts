/** The part of the private vocabulary that is about wallet addresses: messages held by an escrow, linked wallets, anchors and their settings (address-messaging.md). Types only. Times are milliseconds unless the name says otherwise. */
import type { Did } from '../decentrl-rpc.ts';
import type { ContactView } from './conversation-rpc.ts';

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

/** One wallet linked to one of our identities at one escrow. */
export interface WalletView {
  address: string;
  checksummed: string;
  chainId: number;
  identityIndex: number;
  escrow: Did;
  escrowName: string;
  /** Since when; null while the wallet has not signed yet. */
  linkedAt: number | null;
  /** Whole seconds. */
  expiresAt: number | null;
  /** `waiting`: the escrow waits until `effectiveAt`, because another key was linked before. `ending`: renewal is due. */
  state: 'prepared' | 'linked' | 'waiting' | 'ending' | 'expired';
  effectiveAt: number | null;
  contractWallet: boolean;
}

/** A verified statement of a wallet: it answers under this DID. */
export interface BindingView {
  address: string;
  checksummed: string;
  chainId: number;
  did: Did;
  escrowName: string;
  contractWallet: boolean;
  /** Whole seconds. */
  issuedAt: number;
  expiresAt: number;
  walletSignature: string;
  /** Another key than this one answers for the wallet; neither is used before `usableAt`. */
  changedKey: { did: Did; seenAt: number; usableAt: number } | null;
}

/** What is known of one anchored CID of a message. */
export interface AnchorEntryView {
  /** `held`: the record the escrow could read; `re-encrypted`: the record in its place; `stored`: an own stored event. */
  what: 'held' | 're-encrypted' | 'stored';
  cid: string;
  state: 'anchored' | 'not-yet' | 'unknown' | 'off';
  /** Sentence for `unknown` and `off`. */
  because: string | null;
  chainId: number | null;
  contract: string | null;
  /** Number of the index file in the contract's list, and of the CID in the file. */
  entry: number | null;
  position: number | null;
  indexCid: string | null;
  block: number | null;
  blockHash: string | null;
  /** As the endpoints state it. */
  blockTime: number | null;
  tx: string | null;
  /** Hosts of the endpoints that agreed. */
  endpoints: string[];
  /** How the list was read: `getter`, `storage`, … */
  how: string | null;
  checkedAt: number | null;
  /** A list that was shorter than before, or another warning; sentence or null. */
  warning: string | null;
}

export interface EscrowView {
  did: Did;
  /** Its host. */
  name: string;
  /** `own`: our mediator is an escrow too; `linked`: a wallet is linked there; `added`: by the person. */
  from: 'own' | 'linked' | 'added';
  identityIndex: number | null;
  problem: string | null;
}

/** Where anchors are read, and what else wallet addresses need. */
export interface ChainSettings {
  /** The anchor chain, 137 for Polygon. */
  chainId: number;
  /** Three, two of which must agree. */
  rpcUrls: string[];
  /** Contract that lists the index files; null: the one the escrow names. */
  contract: string | null;
  /** Storage slot of its list; null: probed. */
  slot: number | null;
  gateways: string[];
  /** Endpoints of further chains on which contract wallets may answer, by chain id in decimals. */
  chains: Record<string, string>;
  /** Endpoint for ENS names; null switches them off. */
  ensRpcUrl: string | null;
}

export interface HeldPopupRpc {
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
  wallets_list: { params: undefined; result: WalletView[] };
  /** The page of the own mediator on which a wallet can be linked (both the wallet and this companion are there). */
  wallets_linkPage: { params: undefined; result: { url: string | null; problem: string | null } };
  wallets_revoke: { params: { address: string; chainId: number; escrow: Did }; result: null };
  /** Anchor state of every CID of a message, read now. */
  anchor_get: { params: { messageId: string }; result: { entries: AnchorEntryView[] } };
  /** The proof of a message as the text of a JSON file. Throws 4318 when it cannot be made. */
  anchor_exportProof: { params: { messageId: string }; result: { fileName: string; json: string } };
  anchor_settingsGet: { params: undefined; result: ChainSettings & { defaults: ChainSettings } };
  anchor_settingsSet: { params: { settings: Partial<ChainSettings> }; result: ChainSettings };
  escrows_list: { params: undefined; result: EscrowView[] };
  /** A DID, host or URL of a mediator that is an escrow. */
  escrows_add: { params: { escrow: string }; result: EscrowView };
  escrows_remove: { params: { escrow: Did }; result: null };
  /** Whether the own stored events of a conversation are listed in anchored index files from now on. */
  conversation_setAnchoring: { params: { conversationId: string; on: boolean }; result: null };
}
