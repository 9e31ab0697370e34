/** People, and the contracts with them. Times are milliseconds unless the name says otherwise. */
import type { ContractStatus, Did } from '../decentrl-rpc.ts';
import type { Facts } from './facts.ts';
import type { SiteView } from './sites.ts';
import type { BindingView } from './wallets.ts';

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

/** One contract with a contact, in whatever state. */
export interface ContractView {
  contractId: string;
  status: ContractStatus;
  /** Whole seconds. */
  timestamp: number;
  expiresAt: number;
}

/** What the popup asks about people, by method. */
export interface ContactsRpc {
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
}

/** What is true of these methods. */
export const contacts = {
  // What is shown goes with what is typed: an answer of that moment.
  contact_resolve: { needs: 'unlocked', person: true, repeatable: true, topics: [] },
  contact_get: { needs: 'unlocked', person: false, repeatable: true, topics: ['conversations', 'sites'] },
  contact_update: { needs: 'unlocked', person: true, repeatable: true, topics: [] },
  // To somebody with a live contract the first message would go twice.
  contract_propose: { needs: 'unlocked', person: true, repeatable: false, topics: [] },
  // An unknown sender who was accepted is no longer asked about, which would read as a failure.
  contract_accept: { needs: 'unlocked', person: true, repeatable: false, topics: [] },
  contract_decline: { needs: 'unlocked', person: true, repeatable: true, topics: [] },
  contract_revoke: { needs: 'unlocked', person: true, repeatable: true, topics: [] },
} as const satisfies Facts<ContactsRpc>;
