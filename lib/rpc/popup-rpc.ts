/** The private vocabulary between the popup and the background: every method with its params and result. Types only. Times are milliseconds unless the name says otherwise; nothing here ever carries a key. */
import type {
  ContractStatus,
  Did,
  EventState,
  GrantName,
  JsonValue,
  Permission,
} from '../provider/decentrl-rpc.ts';
import type { BindingView, HeldLabel, HeldPopupRpc, HeldState } from './held-rpc.ts';

export interface IdentityView {
  index: number;
  did: Did;
  alias: string | null;
  fingerprint: string;
  mediatorDid: Did;
  /** Text for people, the host of the mediator. */
  mediatorName: string;
  registered: boolean;
  lastSyncAt: number | null;
  /** What stands in the way of a sync, in the words of an error message, or null. */
  syncProblem: string | null;
  active: boolean;
}

export interface AppState {
  phase: 'empty' | 'locked' | 'unlocked' | 'damaged';
  identities: IdentityView[];
  /** False until the person pasted the 24 words back. */
  wordsConfirmed: boolean;
  unread: number;
  requests: number;
  approvals: number;
  /** Wall-clock time of the next automatic lock, null when locked or never. */
  lockAt: number | null;
  /** Earliest time another password may be tried, null when at once. */
  unlockNotBefore: number | null;
  /** False when the browser withholds access to sites (Firefox), see platform-facts. */
  hostAccess: boolean;
  /** A store that could not be written (full disk): sentence for the banner, or null. */
  storageProblem: string | null;
}

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

export type GrantDuration = 'once' | 'session' | '30days' | 'until-revoked';

/** What the person is asked. Rendered from the background's frozen copy; `digest` is the SHA-256 of it. */
export interface ApprovalView {
  approvalId: string;
  digest: string;
  kind:
    | 'connect'
    | 'permissions'
    | 'signIn'
    | 'openContract'
    | 'acceptContract'
    | 'declineContract'
    | 'revokeContract'
    | 'renewContract'
    | 'sendHeld'
    | 'linkWallet';
  origin: string;
  firstTime: boolean;
  createdAt: number;
  expiresAt: number;
  /** Details by kind; text from outside is untrusted. */
  request: {
    reason?: string;
    mode?: 'shared' | 'pairwise';
    grants?: { name: GrantName; caveats: { type: string; value: JsonValue }[] }[];
    peer?: { did: Did; name: string; fingerprint: string; known: boolean };
    purpose?: string;
    eventTypes?: string[];
    /** Whole seconds. */
    contractExpiresAt?: number;
    note?: string;
    /** The exact text that would be signed. */
    message?: string;
    statement?: string;
    /** `sendHeld`: who can read it until the recipient set up, and what is sent. `linkWallet`: the escrow that is added to the list. */
    address?: { address: string; checksummed: string; chainId: number };
    escrow?: { did: Did; name: string; known: boolean };
    content?: { type: string; text: string | null; data: JsonValue };
    /** `sendHeld`: when the escrow deletes it unread. */
    notAfter?: number;
  };
  /** Identities the person may choose from (connect), or the one it is about. */
  identities: IdentityView[];
  durations: GrantDuration[];
}

export interface SiteView {
  origin: string;
  permissions: Permission[];
  identities: IdentityView[];
  lastUsedAt: number;
  expiresAt: number | null;
  refused: boolean;
}

export interface ContractView {
  contractId: string;
  status: ContractStatus;
  /** Whole seconds. */
  timestamp: number;
  expiresAt: number;
}

export type LockAfter = '1m' | '5m' | '15m' | '30m' | '1h' | '4h' | 'browser-close' | 'never';

export interface Settings {
  lockAfter: LockAfter;
  sendReadReceipts: boolean;
  notifications: boolean;
  theme: 'system' | 'light' | 'dark';
}

export interface MediatorCheck {
  ok: boolean;
  mediatorDid: Did;
  name: string;
  endpoint: string | null;
  /** Sentence that says what is wrong and what to do. */
  problem: string | null;
}

export interface PopupRpc extends HeldPopupRpc {
  app_getState: { params: undefined; result: AppState };
  /** Reads the did:web document and health of a mediator before it is used; accepts a DID or a host or URL typed by a person. */
  mediator_check: { params: { mediator: string }; result: MediatorCheck };
  /** Rules and strength of a password, for the meter. `score` 0…4; `problem` null when acceptable. */
  password_check: { params: { password: string }; result: { score: number; problem: string | null } };
  vault_create: { params: { alias: string; mediatorDid: Did; password: string }; result: { did: Did } };
  vault_restore: {
    params: { words: string; mediatorDid: Did; password: string };
    result: { identities: number };
  };
  vault_unlock: { params: { password: string }; result: null };
  vault_lock: { params: undefined; result: null };
  vault_revealWords: { params: { password: string }; result: { words: string[] } };
  vault_confirmWords: { params: { words: string }; result: { confirmed: boolean } };
  vault_changePassword: { params: { password: string; newPassword: string }; result: null };
  /** Removes everything from this browser; `confirmation` must be the word the screen asks for: `delete`. */
  vault_erase: { params: { confirmation: string }; result: null };
  identity_add: { params: { alias: string; mediatorDid: Did }; result: { did: Did } };
  identity_select: { params: { index: number }; result: null };
  settings_get: { params: undefined; result: Settings };
  /** `password` is needed to set lockAfter to never. */
  settings_set: { params: { settings: Partial<Settings>; password?: string }; result: Settings };
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
  /** Ends the relationship (protocol.md §7). */
  contract_revoke: { params: { signingKey: string }; result: null };
  requests_list: { params: undefined; result: RequestView[] };
  approvals_list: { params: undefined; result: ApprovalView[] };
  approvals_get: { params: { approvalId: string }; result: ApprovalView | null };
  /** The answer carries no content: only which of the offered identities and durations. */
  approvals_decide: {
    params: {
      approvalId: string;
      digest: string;
      decision: 'approve' | 'reject';
      identityIndexes?: number[];
      duration?: GrantDuration;
      remember?: boolean;
    };
    result: null;
  };
  approvals_rejectAll: { params: { origin?: string }; result: null };
  sites_list: { params: undefined; result: SiteView[] };
  sites_revoke: { params: { origin: string }; result: null };
  sync_now: { params: undefined; result: null };
  diagnostics_get: { params: undefined; result: { report: string } };
}

/** Pushed to open popups: what to fetch again. */
export interface PopupChange {
  topics: (
    | 'state'
    | 'conversations'
    | 'requests'
    | 'approvals'
    | 'sites'
    | 'settings'
    | 'wallets'
    | `conversation:${string}`
  )[];
}

/** What the background keeps in `storage.session` under `popup.snapshot`, so that a popup paints before the worker answers; deleted by the lock. `rows` are the first 50. */
export interface PopupSnapshot {
  state: AppState;
  rows: ConversationRow[];
}
