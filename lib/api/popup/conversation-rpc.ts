/** The part of the private vocabulary that is about people: contacts, contracts, requests and what was written. Types only. Times are milliseconds unless the name says otherwise. */
import type { ContractStatus, Did, EventState, JsonValue } from '../decentrl-rpc.ts';
import type { SiteView } from './approval-rpc.ts';
import type { BindingView, HeldLabel, HeldState } from './held-rpc.ts';

/** A person (or a wallet nobody answers for yet), as screens show them. */
export interface ContactView {
  identityIndex: number;
  /** Multibase Ed25519 key, the key of a contact. */
  signingKey: string;
  did: Did;
  alias: string | null;
  petname: string | null;
  /** What to show: petname, else alias, else short id. */
  name: string;
  fingerprint: string;
  verified: boolean;
  blocked: boolean;
  /** No notifications of this contact. */
  muted: boolean;
  /** True when another contact has the same or a confusable name. */
  ambiguous: boolean;
  /** A different DID was seen with this signing key; never used for sending. */
  changedDid: Did | null;
  mediatorName: string;
  status: ContractStatus;
  expiresAt: number | null;
  /**
   * The wallet address (lower case) this conversation was begun with, else null. While nobody answers for it, `did`,
   * `signingKey` and `fingerprint` are empty and `name` is its short form.
   */
  address: string | null;
}

/** One row of the list of conversations. */
export interface ConversationRow {
  /** Relationship id, stable over renewal; also the provider's contractId once a contract exists. */
  conversationId: string;
  contact: ContactView;
  lastLine: string;
  lastAt: number;
  lastDirection: 'in' | 'out' | null;
  unread: number;
  /** Set when the last event came from or goes to a dApp and is no chat message. */
  lastType: string | null;
}

/** One event of a conversation, in either direction. */
export interface MessageView {
  kind: 'message';
  cursor: number;
  eventId: string;
  direction: 'in' | 'out';
  type: string;
  /** The text of `chat.message`, else null. */
  text: string | null;
  data: JsonValue;
  /** The site that sent it through the provider, else null. */
  origin: string | null;
  at: number;
  state: EventState | 'received' | HeldState;
  reason: string | null;
  /** Set for what went by an escrow, in both directions. */
  held: HeldLabel | null;
  /** Block by which it was found anchored when that was last read, else null. */
  anchoredBlock: number | null;
}

/** A hole in one device's sequence: `count` messages are missing between neighbours. */
export interface GapView {
  kind: 'gap';
  cursor: number;
  count: number;
}

/** A contract that was asked for and is not answered yet, or what strangers wrote to a wallet of ours. */
export interface RequestView {
  requestId: string;
  identityIndex: number;
  did: Did;
  alias: string | null;
  name: string;
  fingerprint: string;
  note: string | null;
  receivedAt: number;
  /** Whole seconds. */
  expiresAt: number;
  /** Another contact has the same or a confusable name. */
  ambiguous: boolean;
  direction: 'in' | 'out';
  status: 'requested' | 'proposed' | 'declined' | 'expired';
  /** Messages of an unknown sender that came to a wallet address of ours; accepting the request opens them. */
  heldMessages: MessageView[];
}

/** One contract with a contact, in whatever state. */
export interface ContractView {
  contractId: string;
  status: ContractStatus;
  /** Whole seconds. */
  timestamp: number;
  expiresAt: number;
}

/** What the popup asks about people and conversations, by method. */
export interface ConversationRpc {
  conversations_list: {
    params: { search?: string; offset?: number; limit?: number } | undefined;
    result: { items: ConversationRow[]; total: number };
  };
  conversation_get: {
    params: { conversationId: string; before?: number; limit?: number };
    result: {
      contact: ContactView;
      items: (MessageView | GapView)[];
      hasMore: boolean;
      /** Own stored events of this conversation are anchored. */
      anchoring: boolean;
    };
  };
  conversation_markRead: { params: { conversationId: string; upTo: number }; result: null };
  conversation_send: {
    params: { conversationId: string; text: string; idempotencyKey: string };
    result: { eventId: string };
  };
  conversation_retry: { params: { eventId: string }; result: null };
  conversation_saveDraft: { params: { conversationId: string; text: string }; result: null };
  conversation_getDraft: { params: { conversationId: string }; result: { text: string } };
  /** How a message to this DID would travel, before anything is sent. */
  contact_resolve: {
    params: { did: string };
    result: {
      contact: ContactView | null;
      delivery: 'e2ee' | 'request' | 'unreachable' | 'self';
      /** Where to write when a relationship or an open proposal exists. */
      conversationId: string | null;
      name: string;
      fingerprint: string;
      mediatorName: string;
      problem: string | null;
    };
  };
  contact_get: {
    params: { signingKey: string };
    result: {
      contact: ContactView;
      conversationId: string | null;
      safetyNumber: string;
      contracts: ContractView[];
      /** Wallets that were verified to answer under this DID. */
      bindings: BindingView[];
      sites: SiteView[];
    };
  };
  contact_update: {
    params: {
      signingKey: string;
      petname?: string | null;
      verified?: boolean;
      blocked?: boolean;
      muted?: boolean;
    };
    result: ContactView;
  };
  /** Proposes a contract to a DID; an optional first message waits, encrypted, for the acceptance. */
  contract_propose: {
    params: { did: string; note?: string; firstMessage?: string };
    result: { requestId: string; conversationId: string };
  };
  contract_accept: { params: { requestId: string }; result: { conversationId: string } };
  /** `block` also blocks the signing key that asked. */
  contract_decline: { params: { requestId: string; block?: boolean }; result: null };
  /** Ends the relationship (protocol.md §7.5). */
  contract_revoke: { params: { signingKey: string }; result: null };
  requests_list: { params: undefined; result: RequestView[] };
}
