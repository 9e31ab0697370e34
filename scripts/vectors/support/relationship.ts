import type { ContactRecord } from '../../../lib/domain/records/contact-record.ts';
import type { ContractRecord } from '../../../lib/domain/records/contract-record.ts';
import { personas } from './personas.ts';
import { sampleContract } from './sample-contract.ts';

/** A contact as vectors write it: what the rules of renewal ask about. */
export type VectorContact = {
  pinned_did: string;
  blocked: boolean;
  /** Something was revoked since the last explicit consent. */
  revoked: boolean;
  consented: boolean;
  /** Seconds: the longest lifetime the person approved. */
  longest_lifetime: number;
};

/** One of the contracts with a contact, times in seconds. */
export type VectorContract = {
  contract_id: string;
  peer_did: string;
  side: 'requestor' | 'recipient';
  timestamp: number;
  expires_at: number;
  revoked_at: number | null;
  /** The peer's mediator does not take it any more. */
  refused: boolean;
  /** Its secret was destroyed. */
  destroyed: boolean;
};

const { signed } = await sampleContract();

/** The records of our code that say the same. */
export const relationship = {
  contact: (contact: VectorContact): ContactRecord => ({
    identityIndex: 0,
    signingKey: '',
    did: contact.pinned_did,
    alias: null,
    petname: null,
    verified: false,
    blocked: contact.blocked,
    changedDid: null,
    conversationId: '',
    consentedAt: contact.consented ? personas.baseTime * 1000 : null,
    maxLifetime: contact.longest_lifetime,
    revokedAt: contact.revoked ? personas.baseTime * 1000 : null,
    contractIds: [],
    activeUntil: null,
    proposedUntil: null,
    createdAt: 0,
  }),
  contract: (contract: VectorContract): ContractRecord => ({
    contractId: contract.contract_id,
    identityIndex: 0,
    peerSigningKey: '',
    peerDid: contract.peer_did,
    signed: {
      ...signed,
      contract: { ...signed.contract, timestamp: contract.timestamp, expires_at: contract.expires_at },
    },
    side: contract.side,
    ownKey: '',
    peerKey: '',
    wrappedKey: contract.destroyed ? null : '',
    status: contract.revoked_at === null ? 'active' : 'revoked',
    refused: contract.refused,
    revokedAt: contract.revoked_at === null ? null : contract.revoked_at * 1000,
    createdAt: contract.timestamp * 1000,
  }),
};
