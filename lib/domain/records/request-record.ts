import type { SignedContract } from '../../protocol/contract.ts';

/**
 * A contract request, ours (`out`) or another's (`in`).
 *
 * `proposed` and `requested` are open. `accepted`: completed by us or by the other side, `contractId` is set.
 * `declined` and `withdrawn` are closed by a person; the row stays as a tombstone until the contract would have expired.
 */
export type RequestStatus = 'proposed' | 'requested' | 'accepted' | 'declined' | 'withdrawn' | 'refused';

export interface RequestRecord {
  /** Hash of (`requestor_did`, `requestor_encryption_public_key`), the same on both sides. */
  requestId: string;
  identityIndex: number;
  direction: 'in' | 'out';
  peerSigningKey: string;
  peerDid: string;
  note: string | null;
  /** Without the recipient's key and signature. */
  signed: SignedContract;
  status: RequestStatus;
  /** True when it only renews a relationship; such a one is never shown as a request unless it needs a question. */
  renewal: boolean;
  contractId: string | null;
  /** Site that asked for it, null when the person did. */
  origin: string | null;
  /** Milliseconds. */
  at: number;
  /** Code of the mediator's refusal, for `refused`. */
  reason: string | null;
}

/** Own ephemeral key of a request or acceptance, found by its public key: what makes a contract ours. */
export interface ContractKeyRecord {
  identityIndex: number;
  /** Multibase. */
  publicKey: string;
  /** pkcs8 under the store sub-key, base64; null once moved to the contract or destroyed. */
  wrapped: string | null;
  /** The contract as known when the key was made. */
  signed: SignedContract;
  /** Set when a contract was completed with this key; a second one is refused. */
  contractId: string | null;
  /** Whole seconds, when the row may go. */
  expiresAt: number;
}

/** Keeps a revoked request or contract from coming back until it would have expired. */
export interface TombstoneRecord {
  /** `request:<requestor_did>|<key>` or `contract:<id>`. */
  key: string;
  /** Whole seconds. */
  expiresAt: number;
}
