/**
 * Every method a page may call: its parameters, its result, and what it needs (provider-api.md *Methods*). Types and
 * plain data, so that whatever talks to pages can load it.
 */
import type {
  Address,
  AddressedState,
  Capabilities,
  CompanionEvent,
  Contract,
  ContractStatus,
  Did,
  EventState,
  GrantName,
  Identity,
  JsonValue,
  LinkTypedData,
  MessageAnchor,
  Page,
  Permission,
} from './decentrl-rpc.ts';

/** What a page sends and gets, by method; the order of the table in provider-api.md. */
export interface DecentrlRpc {
  decentrl_getCapabilities: { params: undefined; result: Capabilities };
  decentrl_requestIdentities: {
    params: { reason?: string; mode?: 'shared' | 'pairwise' } | undefined;
    result: Identity[];
  };
  decentrl_identities: { params: undefined; result: Identity[] };
  decentrl_signIn: {
    params: { nonce: string; statement?: string; expirationTime?: number; resources?: string[] };
    result: { did: Did; message: string; signature: string };
  };
  wallet_getPermissions: { params: undefined; result: Permission[] };
  wallet_requestPermissions: { params: Record<string, Record<string, JsonValue>>; result: Permission[] };
  wallet_revokePermissions: { params: Record<string, Record<string, JsonValue>>; result: null };
  decentrl_openContract: {
    params: { peer: Did; purpose?: string; eventTypes?: string[]; expiresAt?: number; note?: string };
    result: { requestId: string; status: 'proposed' };
  };
  decentrl_acceptContract: { params: { requestId: string }; result: Contract };
  decentrl_declineContract: { params: { requestId: string }; result: null };
  decentrl_getContracts: {
    params: { status?: ContractStatus; peer?: Did; cursor?: number; limit?: number } | undefined;
    result: Page<Contract>;
  };
  decentrl_revokeContract: { params: { contractId: string }; result: Contract };
  decentrl_renewContract: { params: { contractId: string }; result: Contract };
  decentrl_sendEvent: {
    params: {
      contractId: string;
      type: string;
      data: JsonValue;
      tags?: string[];
      ephemeral?: boolean;
      idempotencyKey?: string;
    };
    result: { eventId: string; state: 'queued' };
  };
  decentrl_getEvents: {
    params:
      | { contractId?: string; types?: string[]; tags?: string[]; after?: number; limit?: number }
      | undefined;
    result: Page<CompanionEvent>;
  };
  decentrl_getEventStatus: {
    params: { eventId: string };
    result: { state: EventState; at: number; reason?: string };
  };
  decentrl_subscribe: {
    params: { contractId?: string; types?: string[]; after?: number } | undefined;
    result: string;
  };
  decentrl_unsubscribe: { params: { subscriptionId: string }; result: boolean };
  decentrl_openInbox: { params: { contractId?: string } | undefined; result: null };
  dmtp_resolveRecipient: {
    params: { to: Address; chainId?: number };
    result: { address: Address; delivery: 'e2ee' | 'held' | 'unreachable'; readableBy?: string };
  };
  dmtp_sendMessage: {
    params: {
      to: Address;
      chainId?: number;
      content: { type: string; body: JsonValue };
      allowHeld?: boolean;
      idempotencyKey?: string;
    };
    result: { messageId: string; delivery: 'e2ee' | 'held' };
  };
  dmtp_prepareLink: {
    params: { address: Address; chainId: number; escrow?: Did };
    result: LinkTypedData;
  };
  dmtp_completeLink: {
    params: { address: Address; chainId: number; signature: string };
    result: { did: Did; address: Address };
  };
  dmtp_getMessageStatus: {
    params: { messageId: string };
    result: { state: AddressedState; cid: string | null; anchor?: MessageAnchor };
  };
  dmtp_verifyProof: {
    params: { proof: JsonValue };
    result: {
      valid: boolean;
      reason?: string;
      chainId: number | null;
      block: number | null;
      time: number | null;
    };
  };
}

/** The name of one of them. */
export type PageMethodName = keyof DecentrlRpc;

/** What is true of one method of a page, for the router and whoever wants to know. */
export interface PageFacts {
  /** `unlocked`: without keys a method that asks nobody answers 4320; one that asks waits for the unlock. */
  readonly needs: 'unlocked' | 'nothing';
  /** One of these; without, the answer is the uniform 4100, locked or not. Empty: every page may call it. */
  readonly grants: readonly GrantName[];
  /** The kind of question a person may be asked, null for a method that never asks. */
  readonly asks: string | null;
}

/** What is true of every method of a page; one that lacks a method or a fact does not compile. */
export const pageFacts = {
  decentrl_getCapabilities: { needs: 'nothing', grants: [], asks: null },
  decentrl_requestIdentities: { needs: 'nothing', grants: [], asks: 'connect' },
  decentrl_identities: { needs: 'nothing', grants: [], asks: null },
  decentrl_signIn: { needs: 'unlocked', grants: ['decentrl_identities'], asks: 'signIn' },
  wallet_getPermissions: { needs: 'nothing', grants: [], asks: null },
  wallet_requestPermissions: { needs: 'nothing', grants: [], asks: 'permissions' },
  wallet_revokePermissions: { needs: 'nothing', grants: [], asks: null },
  decentrl_openContract: { needs: 'unlocked', grants: ['decentrl_identities'], asks: 'openContract' },
  decentrl_acceptContract: {
    needs: 'unlocked',
    grants: ['decentrl_contracts', 'decentrl_identities'],
    asks: 'acceptContract',
  },
  decentrl_declineContract: {
    needs: 'unlocked',
    grants: ['decentrl_contracts', 'decentrl_identities'],
    asks: 'declineContract',
  },
  decentrl_getContracts: {
    needs: 'unlocked',
    grants: ['decentrl_contracts', 'decentrl_identities'],
    asks: null,
  },
  decentrl_revokeContract: {
    needs: 'unlocked',
    grants: ['decentrl_contracts', 'decentrl_identities'],
    asks: 'revokeContract',
  },
  decentrl_renewContract: {
    needs: 'unlocked',
    grants: ['decentrl_contracts', 'decentrl_identities'],
    asks: 'renewContract',
  },
  decentrl_sendEvent: { needs: 'unlocked', grants: ['decentrl_events'], asks: null },
  decentrl_getEvents: { needs: 'unlocked', grants: ['decentrl_events'], asks: null },
  decentrl_getEventStatus: { needs: 'unlocked', grants: ['decentrl_events'], asks: null },
  decentrl_subscribe: { needs: 'unlocked', grants: ['decentrl_events'], asks: null },
  decentrl_unsubscribe: { needs: 'nothing', grants: ['decentrl_events'], asks: null },
  decentrl_openInbox: { needs: 'nothing', grants: [], asks: null },
  dmtp_resolveRecipient: { needs: 'unlocked', grants: ['dmtp_send'], asks: null },
  dmtp_sendMessage: { needs: 'unlocked', grants: ['dmtp_send'], asks: 'sendHeld' },
  dmtp_prepareLink: { needs: 'unlocked', grants: ['decentrl_identities'], asks: 'linkWallet' },
  dmtp_completeLink: { needs: 'unlocked', grants: ['decentrl_identities'], asks: null },
  dmtp_getMessageStatus: { needs: 'unlocked', grants: ['dmtp_send', 'dmtp_read'], asks: null },
  dmtp_verifyProof: { needs: 'nothing', grants: [], asks: null },
} as const satisfies { readonly [M in PageMethodName]: PageFacts };

/** The question that one method may ask, null for a method that never asks. */
export type AskedBy<M extends PageMethodName> = (typeof pageFacts)[M]['asks'];

/** Every kind of question there is. */
export type ApprovalKind = Exclude<AskedBy<PageMethodName>, null>;
