import type { ContactRecord } from '../domain/records/contact-record.ts';
import { type ContractRecord, contractEnd } from '../domain/records/contract-record.ts';
import { LIMITS } from '../protocol/wire.ts';
import { newestFirst } from './live-contract.ts';

const DAY_MS = 86_400_000;
/** A relationship whose last contract ended longer ago than this starts anew, with a question. */
export const RENEWABLE_AFTER_END_MS = LIMITS.renewWithin * 1000;
const RENEW_AFTER_MS = LIMITS.renewContractAfter * 1000;
const RENEW_AFTER_EVENTS = 2 ** 20;

/** Why a successor is not accepted without a question, or null when it may be. */
export type RenewalObstacle =
  | 'unknown'
  | 'changed-did'
  | 'blocked'
  | 'revoked'
  | 'never-consented'
  | 'no-contract'
  | 'ended-long-ago'
  | 'too-long';

/**
 * Tells whether a successor proposed by the peer may be accepted without a question (`protocol.md` §7.2): the pair's last
 * contract is live or ended at most 180 days ago, nothing was revoked since the last explicit consent, the peer is not
 * blocked, the DID is the pinned one and the lifetime at most the longest the person approved.
 */
export function renewalObstacle({
  contact,
  contracts,
  peerDid,
  lifetime,
  now,
}: {
  contact: ContactRecord | undefined;
  contracts: readonly ContractRecord[];
  peerDid: string;
  /** Whole seconds. */
  lifetime: number;
  /** Milliseconds. */
  now: number;
}): RenewalObstacle | null {
  if (contact === undefined) return 'unknown';
  if (contact.did !== peerDid) return 'changed-did';
  if (contact.blocked) return 'blocked';
  if (contact.revokedAt !== null) return 'revoked';
  if (contact.consentedAt === null) return 'never-consented';
  const last = [...contracts].sort(newestFirst)[0];
  if (last === undefined) return 'no-contract';
  if (last.status === 'revoked') return 'revoked';
  if (contractEnd(last) + RENEWABLE_AFTER_END_MS < now) return 'ended-long-ago';
  if (lifetime > contact.maxLifetime) return 'too-long';
  return null;
}

/**
 * Tells whether we should propose a successor now: the contract is 30 days old, has carried 2^20 of our events, or
 * nears its end. The requestor proposes in the last quarter of the lifetime (at most 7 days), the recipient in the last
 * tenth (at most 3 days), so that usually only one of the two does (`protocol.md` §7.2).
 */
export function renewalDue(contract: ContractRecord, eventsSent: number, now: number): boolean {
  const { timestamp, expires_at } = contract.signed.contract;
  const lifetimeMs = (expires_at - timestamp) * 1000;
  const [share, most] = contract.side === 'requestor' ? [0.25, 7 * DAY_MS] : [0.1, 3 * DAY_MS];
  const margin = Math.min(lifetimeMs * share, most);
  return (
    expires_at * 1000 - margin <= now ||
    timestamp * 1000 + RENEW_AFTER_MS <= now ||
    eventsSent >= RENEW_AFTER_EVENTS
  );
}
