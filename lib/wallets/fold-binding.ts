/**
 * What a verified binding changes in what we know of an address.
 *
 * Invariant: the first one is pinned, and no other key takes its place without the earlier key's word or before 24 hours
 * have passed since we first saw it, by our own clock; until then nothing is sent to either (address-messaging.md §1.11,
 * B-13, B-16). Which of two is newer is told by the wallet's own `issuedAt`, so an old one shown again changes nothing.
 */

import type { AddressRecord, KnownBinding } from '../domain/records/address-record.ts';
import { parseDid } from '../protocol/did.ts';
import { HELD_LIMITS } from '../protocol/wire.ts';
import { type CheckedBinding, sameIdentity } from './check-binding.ts';

const WAIT_MS = HELD_LIMITS.changedBindingWait * 1000;

type Bindings = Pick<AddressRecord, 'pinned' | 'candidate'>;

/** Folds one binding in. `now` in milliseconds. */
export function foldBinding(before: Bindings, { known, succeeds }: CheckedBinding, now: number): Bindings {
  const { pinned, candidate } = before;
  if (pinned === null) return { pinned: known, candidate: null };
  if (sameIdentity(pinned, known)) {
    const renewed = newer(pinned, known);
    // The wallet has stood by the pinned key since: what waited is older than its last word.
    const isTakenBack = candidate !== null && candidate.binding.issuedAt <= renewed.binding.issuedAt;
    return { pinned: renewed, candidate: isTakenBack ? null : candidate };
  }
  if (known.binding.issuedAt <= pinned.binding.issuedAt) return before;
  if (succeeds !== null && succeeds === parseDid(pinned.did).signingKeyMultibase)
    return { pinned: known, candidate: null };
  const waiting = candidate !== null && sameIdentity(candidate, known) ? newer(candidate, known) : known;
  if (
    candidate !== null &&
    !sameIdentity(candidate, known) &&
    candidate.binding.issuedAt > known.binding.issuedAt
  )
    return before;
  return settleCandidate({ pinned, candidate: waiting }, now);
}

/** Pins a changed key that has waited long enough. */
export function settleCandidate(before: Bindings, now: number): Bindings {
  const { candidate } = before;
  if (candidate === null || now < usableAt(candidate)) return before;
  return { pinned: candidate, candidate: null };
}

/** Milliseconds, from when a changed key may be used. */
export function usableAt(candidate: KnownBinding): number {
  return candidate.firstSeenAt + WAIT_MS;
}

/** The later of two bindings of one identity, seen as early as the earlier. */
function newer(a: KnownBinding, b: KnownBinding): KnownBinding {
  const later = b.binding.issuedAt >= a.binding.issuedAt ? b : a;
  return {
    ...later,
    firstSeenAt: Math.min(a.firstSeenAt, b.firstSeenAt),
    checkedAt: Math.max(a.checkedAt, b.checkedAt),
    // Of a binding that was shown again unmoved, the move we know of stays.
    did:
      b.did === b.binding.did && a.did !== a.binding.did && a.binding.did === b.binding.did
        ? a.did
        : later.did,
  };
}
