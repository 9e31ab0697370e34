import type { ParsedDid } from '../../protocol/did.ts';
import type { ContactRecord } from './contact-record.ts';

/** A contact with whom nothing was agreed yet. */
export function emptyContact(
  identityIndex: number,
  peer: Pick<ParsedDid, 'did' | 'alias' | 'signingKeyMultibase'>,
  conversationId: string,
  now: number,
): ContactRecord {
  return {
    identityIndex,
    signingKey: peer.signingKeyMultibase,
    did: peer.did,
    alias: peer.alias,
    petname: null,
    verified: false,
    blocked: false,
    changedDid: null,
    conversationId,
    consentedAt: null,
    maxLifetime: 0,
    revokedAt: null,
    contractIds: [],
    activeUntil: null,
    proposedUntil: null,
    createdAt: now,
  };
}
