/** What waits for an answer: requests of others, and own proposals. Times are milliseconds unless the name says otherwise. */
import type { Did } from '../decentrl-rpc.ts';
import type { MessageView } from './conversations.ts';
import type { Facts } from './facts.ts';

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

/** What the popup asks about requests, by method. */
export interface RequestsRpc {
  requests_list: { params: undefined; result: RequestView[] };
}

/** What is true of these methods. */
export const requests = {
  requests_list: { needs: 'unlocked', person: false, repeatable: true, topics: ['requests'] },
} as const satisfies Facts<RequestsRpc>;
