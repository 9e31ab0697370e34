import type { ContractRecord } from '../domain/records/contract-record.ts';
import { LIMITS } from '../protocol/wire.ts';

/** Newest first by `timestamp`; ties by greater contract id (`protocol.md` §4.10). */
export function newestFirst(a: ContractRecord, b: ContractRecord): number {
  const byTime = b.signed.contract.timestamp - a.signed.contract.timestamp;
  if (byTime !== 0) return byTime;
  return a.contractId < b.contractId ? 1 : a.contractId > b.contractId ? -1 : 0;
}

/**
 * The contract to send under: the unexpired, unrevoked one with the greatest timestamp, or null (`protocol.md` §4.10).
 * Only one made with exactly `peerDid` is taken, so that an unproven DID of a known key never receives anything.
 */
export function contractForSending(
  contracts: readonly ContractRecord[],
  peerDid: string,
  nowSeconds: number,
): ContractRecord | null {
  const usable = contracts.filter(
    (one) =>
      one.status === 'active' &&
      !one.refused &&
      one.wrappedKey !== null &&
      one.peerDid === peerDid &&
      one.signed.contract.expires_at > nowSeconds,
  );
  return usable.sort(newestFirst)[0] ?? null;
}

/**
 * Tells whether a successor may be proposed without the person: their newest contract ran out. One that the peer's
 * mediator refuses before its end was most likely revoked, and the word of it is still on its way.
 */
export function mayProposeSuccessor(contracts: readonly ContractRecord[], nowSeconds: number): boolean {
  const newest = [...contracts].sort(newestFirst)[0];
  if (newest === undefined) return true;
  return newest.status === 'active' && (!newest.refused || newest.signed.contract.expires_at <= nowSeconds);
}

/** The contracts an arriving event may have been encrypted under: those whose secret still exists, newest five. */
export function contractsForReceiving(contracts: readonly ContractRecord[]): ContractRecord[] {
  return contracts
    .filter((one) => one.wrappedKey !== null)
    .sort(newestFirst)
    .slice(0, LIMITS.contractsTried);
}
