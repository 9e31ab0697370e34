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

/** What a page sends and gets, by method. Order and docstrings are those of provider-api.md *Methods*, which is made from here. */
export interface DecentrlRpc {
  decentrl_getCapabilities: { params: undefined; result: Capabilities };
  decentrl_requestIdentities: {
    params:
      | {
          /** Shown as the site's words. */
          reason?: string;
          /** `shared` where it is left out; with `pairwise` only identities that no other site was granted. */
          mode?: 'shared' | 'pairwise';
        }
      | undefined;
    result: Identity[];
  };
  decentrl_identities: { params: undefined; result: Identity[] };
  decentrl_signIn: {
    params: {
      /** Make it on your server, use it once. */
      nonce: string;
      statement?: string;
      /** Must lie ahead. */
      expirationTime?: number;
      resources?: string[];
    };
    result: { did: Did; message: string; signature: string };
  };
  wallet_getPermissions: { params: undefined; result: Permission[] };
  wallet_requestPermissions: { params: Record<string, Record<string, JsonValue>>; result: Permission[] };
  wallet_revokePermissions: { params: Record<string, Record<string, JsonValue>>; result: null };
  decentrl_openContract: {
    params: {
      /** Of a person. */
      peer: Did;
      /** For the person and for `Contract.purpose`; not part of the contract, the peer does not see it. */
      purpose?: string;
      /** What this site may send and read in this contract. It limits the site, not the contract. */
      eventTypes?: string[];
      /** One minute to 400 days from now; 30 days where it is left out. */
      expiresAt?: number;
      /** At most 280 code points; the peer sees it before they answer. */
      note?: string;
    };
    result: { requestId: string; status: 'proposed' };
  };
  decentrl_acceptContract: { params: { requestId: string }; result: Contract };
  decentrl_declineContract: { params: { requestId: string }; result: null };
  decentrl_getContracts: {
    params:
      | {
          status?: ContractStatus;
          peer?: Did;
          /** Where the page before ended: it counts items. */
          cursor?: number;
          /** 100 where it is left out. */
          limit?: number;
        }
      | undefined;
    result: Page<Contract>;
  };
  decentrl_revokeContract: { params: { contractId: string }; result: Contract };
  decentrl_renewContract: { params: { contractId: string }; result: Contract };
  decentrl_sendEvent: {
    params: {
      /** Of the relationship. */
      contractId: string;
      type: string;
      /** For `chat.message` the companion's own screen shows `data.content` (else `data.text`), a text. */
      data: JsonValue;
      /** Duplicates count once. */
      tags?: string[];
      /** `false` where it is left out, see below. */
      ephemeral?: boolean;
      idempotencyKey?: string;
    };
    result: { eventId: string; state: 'queued' };
  };
  decentrl_getEvents: {
    params:
      | {
          contractId?: string;
          /** An event matches one of them. */
          types?: string[];
          /** An event has all of them, written out. */
          tags?: string[];
          /** 0 where it is left out. */
          after?: number;
          /** 100 where it is left out. */
          limit?: number;
        }
      | undefined;
    result: Page<CompanionEvent>;
  };
  decentrl_getEventStatus: {
    params: {
      /** Of an event that this origin sent. */
      eventId: string;
    };
    result: { state: EventState; at: number; reason?: string };
  };
  decentrl_subscribe: {
    params:
      | {
          contractId?: string;
          /** An event matches one of them. */
          types?: string[];
          /** Only what is new, where it is left out. */
          after?: number;
        }
      | undefined;
    result: string;
  };
  decentrl_unsubscribe: { params: { subscriptionId: string }; result: boolean };
  decentrl_openInbox: {
    params:
      | {
          /** The conversation to open at, if this site was granted it. */
          contractId?: string;
        }
      | undefined;
    result: null;
  };
  dmtp_resolveRecipient: {
    params: {
      to: Address;
      /** 137 where it is left out. */
      chainId?: number;
    };
    result: { address: Address; delivery: 'e2ee' | 'held' | 'unreachable'; readableBy?: string };
  };
  dmtp_sendMessage: {
    params: {
      to: Address;
      /** 137 where it is left out. */
      chainId?: number;
      content: { type: string; body: JsonValue };
      /** `false` where it is left out. */
      allowHeld?: boolean;
      /** As for `decentrl_sendEvent`, for this origin and this address. */
      idempotencyKey?: string;
    };
    result: { messageId: string; delivery: 'e2ee' | 'held' };
  };
  dmtp_prepareLink: {
    params: {
      address: Address;
      chainId: number;
      /** The person's own mediator where it is left out, if that is one, else the first of their list. */
      escrow?: Did;
    };
    result: LinkTypedData;
  };
  dmtp_completeLink: {
    params: {
      address: Address;
      chainId: number;
      /** The wallet's, over exactly what was prepared: `0x` and 1 to 8,192 bytes in hex. */
      signature: string;
    };
    result: { did: Did; address: Address };
  };
  dmtp_getMessageStatus: {
    params: { messageId: string };
    result: { state: AddressedState; cid: string | null; anchor?: MessageAnchor };
  };
  dmtp_verifyProof: {
    params: {
      /** As the person exported it. */
      proof: JsonValue;
    };
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
