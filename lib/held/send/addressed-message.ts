import type { JsonValue } from '../../crypto/json-value.ts';
import type { ChainAddress } from '../../wallets/ask-escrow.ts';

/** A message to a wallet address as the person or a site gives it. */
export interface AddressedMessage extends ChainAddress {
  identityIndex: number;
  type: string;
  data: JsonValue;
  tags: string[];
  /** The person saw who can read it until when, and said yes. With an escrow: yes to that one only. */
  allowHeld: boolean | { escrow: string };
  origin: string | null;
  /** The same content under the same key is one message, for 30 days; scoped to (origin, address). */
  idempotencyKey: string;
}

/** What became of it; `conversationId` is where it stands. */
export interface SentMessage {
  messageId: string;
  conversationId: string;
  delivery: 'e2ee' | 'held';
}
