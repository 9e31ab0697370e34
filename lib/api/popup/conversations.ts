/** What was written, in either direction. Times are milliseconds unless the name says otherwise. */
import type { EventState, JsonValue } from '../decentrl-rpc.ts';
import type { ContactView } from './contacts.ts';
import type { Facts } from './facts.ts';
import type { HeldLabel, HeldState } from './held.ts';

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

/** What the popup asks about conversations, by method. */
export interface ConversationsRpc {
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
  /** Whether the own stored events of a conversation are listed in anchored index files from now on. */
  conversation_setAnchoring: { params: { conversationId: string; on: boolean }; result: null };
}

/** What is true of these methods. */
export const conversations = {
  conversations_list: { needs: 'unlocked', person: false, repeatable: true, topics: ['conversations'] },
  conversation_get: { needs: 'unlocked', person: false, repeatable: true, topics: ['conversations'] },
  conversation_markRead: { needs: 'unlocked', person: false, repeatable: true, topics: [] },
  // By its idempotency key.
  conversation_send: { needs: 'unlocked', person: true, repeatable: true, topics: [] },
  // What is no longer failed is left alone.
  conversation_retry: { needs: 'unlocked', person: true, repeatable: true, topics: [] },
  conversation_saveDraft: { needs: 'unlocked', person: true, repeatable: true, topics: [] },
  conversation_getDraft: { needs: 'unlocked', person: false, repeatable: true, topics: [] },
  conversation_setAnchoring: { needs: 'unlocked', person: true, repeatable: true, topics: [] },
} as const satisfies Facts<ConversationsRpc>;
