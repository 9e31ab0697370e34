/** What the methods and events of `window.decentrl` are about: identities, contracts, events, permissions (provider-api.md *Methods*, *Events*). Types only; published to dApp developers. */
import type { JsonValue } from '../crypto/json-value.ts';

export type Did = string;
export type ContractStatus = 'proposed' | 'requested' | 'active' | 'declined' | 'expired' | 'revoked';
export type EventState = 'queued' | 'accepted' | 'delivered' | 'read' | 'failed' | 'expired';
export type { JsonValue };

export interface Identity {
  did: Did;
  alias: string | null;
}

/** A relationship as an origin may see it; `contractId` survives renewal and move. Times are whole seconds. */
export interface Contract {
  contractId: string;
  identity: Did;
  peer: Did;
  status: ContractStatus;
  createdAt: number;
  expiresAt: number;
  eventTypes: string[];
  purpose: string | null;
}

export interface CompanionEvent {
  eventId: string;
  contractId: string;
  direction: 'in' | 'out';
  sender: Did;
  type: string;
  data: JsonValue;
  tags: string[];
  timestamp: number;
  /** Local monotonic sequence, the cursor after this event. */
  cursor: number;
}

export interface Caveat {
  type: string;
  value: JsonValue;
}

/** An EIP-2255 permission as this companion stores it. */
export interface Permission {
  id: string;
  invoker: string;
  parentCapability: GrantName;
  caveats: Caveat[];
  date: number;
}

export type GrantName =
  | 'decentrl_identities'
  | 'decentrl_contracts'
  | 'decentrl_events'
  | 'dmtp_send'
  | 'dmtp_read';

export interface Page<T> {
  items: T[];
  nextCursor: number | null;
}

export interface Capabilities {
  apiVersion: '1.0';
  methods: string[];
  features: string[];
  limits: Record<string, number>;
}

/** A wallet address, `0x` and 40 hex digits. */
export type Address = string;

/** Where a message to an address stands: `queued`, then `held` until the recipient set up, `re-encrypted` after; or as for events. */
export type AddressedState =
  | EventState
  | 'held'
  | 're-encrypted'
  | 'withdrawn'
  | 'not-re-encrypted'
  | 'unconfirmed'
  | 'disputed';

/** EIP-712 typed data as `eth_signTypedData_v4` takes it; `message.issuedAt` and `message.expiresAt` in whole seconds. */
export interface LinkTypedData {
  domain: { name: string; version: string; chainId: number };
  types: Record<string, { name: string; type: string }[]>;
  primaryType: string;
  message: Record<string, string | number>;
}

export interface MessageAnchor {
  chainId: number;
  contract: Address;
  /** Number of the index file in the contract's list. */
  entry: number;
  block: number;
  tx: string | null;
  /** Whole seconds, as the endpoints state it; null when they do not. */
  time: number | null;
}

export interface DecentrlEvents {
  connect: { apiVersion: '1.0' };
  disconnect: { code: 4900; message: string };
  identitiesChanged: Identity[];
  permissionsChanged: Permission[];
  contractChanged: { contractId?: string; requestId?: string; status: ContractStatus | 'renewed' };
  eventStatus: { eventId: string; state: EventState };
  message:
    | { type: 'decentrl_subscription'; data: { subscription: string; cursor: number; event: CompanionEvent } }
    | { type: 'decentrl_gap'; data: { contractId: string; from: number; to: number } };
}
