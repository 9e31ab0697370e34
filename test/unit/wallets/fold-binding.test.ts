import { describe, expect, it } from 'vitest';
import { randomBytes } from '../../../lib/crypto/bytes.ts';
import type { KnownBinding } from '../../../lib/domain/records/address-record.ts';
import { parseDid } from '../../../lib/protocol/did.ts';
import { foldBinding, settleCandidate, usableAt } from '../../../lib/wallets/fold-binding.ts';
import { makeIdentity } from '../../support/mediator-client.ts';

const DAY_MS = 86_400_000;
const NOW = 1_800_000_000_000;
const MEDIATOR = 'did:web:mediator.example';

const didOf = (alias: string) => makeIdentity(MEDIATOR, alias, randomBytes(32)).did;
const CAROL = didOf('Carol');
const MALLORY = didOf('Mallory');
const NOTHING = { pinned: null, candidate: null };

function known(did: string, issuedAt: number, firstSeenAt = NOW): KnownBinding {
  return {
    binding: {
      wallet: `0x${'1'.repeat(40)}`,
      did,
      escrow: MEDIATOR,
      nonce: 'n',
      issuedAt,
      expiresAt: issuedAt + 1_000,
    },
    chainId: 137,
    walletSignature: '0x00',
    didSignature: '',
    did,
    kind: 'account',
    firstSeenAt,
    checkedAt: firstSeenAt,
  };
}

const seen = (binding: KnownBinding, succeeds: string | null = null) => ({ known: binding, succeeds });

describe('B-13 what a verified binding changes', () => {
  const pinned = foldBinding(NOTHING, seen(known(CAROL, 100)), NOW);

  it('pins the first, and renews it', () => {
    expect(pinned).toMatchObject({ pinned: { did: CAROL }, candidate: null });
    const renewed = foldBinding(pinned, seen(known(CAROL, 200, NOW + 5)), NOW + 5);
    expect(renewed.pinned).toMatchObject({ binding: { issuedAt: 200 }, firstSeenAt: NOW });
  });

  it('lets another key wait a day from when it was first seen, not from when it is shown again', () => {
    const changed = foldBinding(pinned, seen(known(MALLORY, 200)), NOW);
    expect(changed).toMatchObject({ pinned: { did: CAROL }, candidate: { did: MALLORY } });
    const again = foldBinding(changed, seen(known(MALLORY, 200, NOW + 1_000)), NOW + 1_000);
    expect(again.candidate?.firstSeenAt).toBe(NOW);
    expect(usableAt(again.candidate as KnownBinding)).toBe(NOW + DAY_MS);
    expect(settleCandidate(again, NOW + DAY_MS - 1)).toBe(again);
    expect(settleCandidate(again, NOW + DAY_MS)).toMatchObject({ pinned: { did: MALLORY }, candidate: null });
  });

  it('takes it at once with the word of the earlier key, and of no other', () => {
    const carol = parseDid(CAROL).signingKeyMultibase;
    const mallory = parseDid(MALLORY).signingKeyMultibase;
    expect(foldBinding(pinned, seen(known(MALLORY, 200), carol), NOW).pinned?.did).toBe(MALLORY);
    expect(foldBinding(pinned, seen(known(MALLORY, 200), mallory), NOW).pinned?.did).toBe(CAROL);
  });

  it('lets another key wait no longer when the wallet stands by the pinned one again', () => {
    const changed = foldBinding(pinned, seen(known(MALLORY, 200)), NOW);
    expect(foldBinding(changed, seen(known(CAROL, 150)), NOW).candidate?.did).toBe(MALLORY);
    const renewed = foldBinding(changed, seen(known(CAROL, 300)), NOW);
    expect(renewed).toMatchObject({ pinned: { did: CAROL }, candidate: null });
    expect(foldBinding(renewed, seen(known(MALLORY, 200)), NOW)).toEqual(renewed);
  });

  it('is not moved by an old one that is shown again', () => {
    const changed = settleCandidate(foldBinding(pinned, seen(known(MALLORY, 200)), NOW), NOW + DAY_MS);
    const replayed = foldBinding(changed, seen(known(CAROL, 100, NOW + DAY_MS)), NOW + DAY_MS);
    expect(replayed).toMatchObject({ pinned: { did: MALLORY }, candidate: null });
  });

  it('lets only the newest of two changed keys wait', () => {
    const third = didOf('Third');
    const changed = foldBinding(pinned, seen(known(MALLORY, 300)), NOW);
    expect(foldBinding(changed, seen(known(third, 200)), NOW).candidate?.did).toBe(MALLORY);
    expect(foldBinding(changed, seen(known(third, 400)), NOW).candidate?.did).toBe(third);
  });
});
