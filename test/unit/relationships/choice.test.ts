import { describe, expect, it } from 'vitest';
import type { ContactRecord } from '../../../lib/domain/records/contact-record.ts';
import { type ContractRecord, contractEnd } from '../../../lib/domain/records/contract-record.ts';
import {
  isProvisional,
  provisionalConversation,
  requestIdOf,
} from '../../../lib/domain/records/request-id.ts';
import {
  contractForSending,
  contractsForReceiving,
  mayProposeSuccessor,
} from '../../../lib/relationships/live-contract.ts';
import { renewalDue, renewalObstacle } from '../../../lib/relationships/renewal-rule.ts';

const NOW = 1_700_000_000;
const DAY = 86_400;

const contract = (
  change: Partial<ContractRecord> & { timestamp?: number; expiresAt?: number } = {},
): ContractRecord => {
  const { timestamp = NOW - DAY, expiresAt = NOW + DAY, ...rest } = change;
  return {
    contractId: 'a',
    identityIndex: 0,
    peerSigningKey: 'peer',
    peerDid: 'did:decentrl:peer',
    signed: {
      contract: {
        requestor_did: 'did:decentrl:me',
        recipient_did: 'did:decentrl:peer',
        requestor_encryption_public_key: 'r',
        recipient_encryption_public_key: 's',
        expires_at: expiresAt,
        timestamp,
      },
      requestor_signature: '',
      recipient_signature: '',
    },
    side: 'requestor',
    ownKey: 'r',
    peerKey: 's',
    wrappedKey: 'wrapped',
    status: 'active',
    refused: false,
    revokedAt: null,
    createdAt: 0,
    ...rest,
  };
};
const ids = (contracts: (ContractRecord | null)[]) => contracts.map((one) => one?.contractId ?? null);

describe('the contract to send under', () => {
  const choose = (contracts: ContractRecord[]) =>
    contractForSending(contracts, 'did:decentrl:peer', NOW)?.contractId;

  it('is the unexpired one with the greatest timestamp, ties by greater id', () => {
    const old = contract({ contractId: 'z', timestamp: NOW - 9 });
    const ended = contract({ contractId: 'y', timestamp: NOW - 1, expiresAt: NOW });
    const one = contract({ contractId: 'b', timestamp: NOW - 5 });
    const other = contract({ contractId: 'c', timestamp: NOW - 5 });
    expect(choose([old, ended, one, other])).toBe('c');
    expect(choose([other, one, ended, old])).toBe('c');
    expect(choose([ended])).toBeUndefined();
    expect(choose([])).toBeUndefined();
  });

  it('is never a revoked or refused one, one without a secret, or one with another DID', () => {
    expect(choose([contract({ status: 'revoked' })])).toBeUndefined();
    expect(choose([contract({ refused: true })])).toBeUndefined();
    expect(choose([contract({ wrappedKey: null })])).toBeUndefined();
    expect(choose([contract({ peerDid: 'did:decentrl:changed' })])).toBeUndefined();
  });
});

describe('the contracts to receive with', () => {
  it('are those whose secret exists, ended and revoked ones too, newest five', () => {
    const many = Array.from({ length: 8 }, (_, at) => contract({ contractId: `${at}`, timestamp: NOW - at }));
    expect(ids(contractsForReceiving(many))).toEqual(['0', '1', '2', '3', '4']);
    const kept = contract({ contractId: 'revoked', status: 'revoked', expiresAt: NOW - 1 });
    expect(ids(contractsForReceiving([contract({ wrappedKey: null }), kept]))).toEqual(['revoked']);
  });
});

describe('a successor', () => {
  const contact: ContactRecord = {
    identityIndex: 0,
    signingKey: 'peer',
    did: 'did:decentrl:peer',
    alias: null,
    petname: null,
    verified: false,
    blocked: false,
    changedDid: null,
    conversationId: 'a',
    consentedAt: 1,
    maxLifetime: 30 * DAY,
    revokedAt: null,
    contractIds: ['a'],
    activeUntil: NOW + DAY,
    proposedUntil: null,
    createdAt: 0,
  };
  const obstacle = (
    change: Partial<ContactRecord> = {},
    contracts: ContractRecord[] = [contract()],
    { lifetime = 30 * DAY, peerDid = contact.did } = {},
  ) => renewalObstacle({ contact: { ...contact, ...change }, contracts, peerDid, lifetime, now: NOW * 1000 });

  it('is accepted without a question only under the conditions of protocol.md §7', () => {
    expect(obstacle()).toBeNull();
    expect(obstacle({ blocked: true })).toBe('blocked');
    expect(obstacle({ revokedAt: 1 })).toBe('revoked');
    expect(obstacle({ consentedAt: null })).toBe('never-consented');
    expect(obstacle({}, [])).toBe('no-contract');
    expect(obstacle({}, [contract({ status: 'revoked' })])).toBe('revoked');
    expect(obstacle({}, [contract({ timestamp: NOW - 300 * DAY, expiresAt: NOW - 180 * DAY })])).toBeNull();
    expect(obstacle({}, [contract({ timestamp: NOW - 300 * DAY, expiresAt: NOW - 180 * DAY - 1 })])).toBe(
      'ended-long-ago',
    );
    expect(obstacle({}, undefined, { lifetime: 30 * DAY + 1 })).toBe('too-long');
    expect(obstacle({}, undefined, { peerDid: 'did:decentrl:other' })).toBe('changed-did');
    expect(renewalObstacle({ contact: undefined, contracts: [], peerDid: 'x', lifetime: 60, now: 0 })).toBe(
      'unknown',
    );
  });

  it('is due by age, by use and near the end, for the recipient later than for the requestor', () => {
    const due = (one: ContractRecord, now: number, events = 0) => renewalDue(one, events, now * 1000);
    const month = contract({ timestamp: NOW, expiresAt: NOW + 30 * DAY });
    expect(due(month, NOW + 22 * DAY)).toBe(false);
    expect(due(month, NOW + 23 * DAY)).toBe(true);
    expect(due({ ...month, side: 'recipient' }, NOW + 26 * DAY)).toBe(false);
    expect(due({ ...month, side: 'recipient' }, NOW + 27 * DAY)).toBe(true);
    expect(due(month, NOW, 2 ** 20)).toBe(true);
    const year = contract({ timestamp: NOW, expiresAt: NOW + 365 * DAY });
    expect(due(year, NOW + 29 * DAY)).toBe(false);
    expect(due(year, NOW + 30 * DAY)).toBe(true);
    const minute = contract({ timestamp: NOW, expiresAt: NOW + 60 });
    expect(due(minute, NOW + 40)).toBe(false);
    expect(due(minute, NOW + 45)).toBe(true);
  });

  it('may be proposed without the person when the newest ran out, not when it was revoked or refused', () => {
    expect(mayProposeSuccessor([], NOW)).toBe(true);
    expect(mayProposeSuccessor([contract({ expiresAt: NOW - 1 })], NOW)).toBe(true);
    expect(mayProposeSuccessor([contract({ status: 'revoked' })], NOW)).toBe(false);
    expect(mayProposeSuccessor([contract({ refused: true })], NOW)).toBe(false);
    expect(mayProposeSuccessor([contract({ refused: true, expiresAt: NOW - 1 })], NOW)).toBe(true);
  });
});

describe('names of things that are not agreed yet', () => {
  it('end a contract at its expiry or at its revocation', () => {
    expect(contractEnd(contract())).toBe((NOW + DAY) * 1000);
    expect(contractEnd(contract({ revokedAt: NOW * 1000 }))).toBe(NOW * 1000);
  });

  it('give both sides the same id of a request, whatever is completed in it', () => {
    const { contract: signed } = contract().signed;
    expect(requestIdOf(signed)).toBe(
      requestIdOf({ ...signed, recipient_encryption_public_key: null, timestamp: 1 }),
    );
    expect(requestIdOf(signed)).not.toBe(
      requestIdOf({ ...signed, requestor_encryption_public_key: 'other' }),
    );
    expect(isProvisional(provisionalConversation(requestIdOf(signed)))).toBe(true);
    expect(isProvisional('a'.repeat(64))).toBe(false);
  });
});
