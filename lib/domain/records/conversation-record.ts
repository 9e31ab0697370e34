import type { SequenceMark } from './sequence-mark.ts';

/** What the inbox shows of one conversation, kept ready so that the list needs no history. */
export interface ConversationRecord {
  conversationId: string;
  identityIndex: number;
  /** Empty while it is with a wallet address nobody answers for. */
  peerSigningKey: string;
  address?: { chainId: number; address: string };
  lastLine: string;
  /** Milliseconds. */
  lastAt: number;
  lastDirection: 'in' | 'out' | null;
  /** Type of the last event when it is no chat message. */
  lastType: string | null;
  unread: number;
  /** Cursor up to which the person has seen everything. */
  readUpTo: number;
}

/** What was received of one contact. */
export interface InboxRecord {
  /** `contactKey` of the sender. */
  key: string;
  /** By `<contract id>.<device>`. */
  marks: Record<string, SequenceMark>;
  /** The last ids received, long ones by their hash, newest last: an event enveloped twice is shown once. */
  recent: string[];
}

/** Receipts owed to one contact for one batch. Rows of their own: a long backlog must not be written anew with each batch. */
export interface OwedReceiptsRecord {
  /** Random. */
  key: string;
  /** `contactKey` of whom they are owed to. */
  contact: string;
  state: 'delivered' | 'read';
  /** Ids of events, in the order they came. */
  ids: string[];
}

/** An event that could not be opened. */
export interface QuarantineRecord {
  /** Hash of identity and payload: the same bytes count once whatever id the mediator gives them. */
  key: string;
  identityIndex: number;
  senderDid: string;
  payload: string;
  /** Whole seconds, by the mediator. */
  timestamp: number;
  attempts: number;
  reason: string;
  /** Milliseconds. */
  at: number;
}
