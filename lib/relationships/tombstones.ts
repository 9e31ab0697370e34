import { type Contract, contractRequestKey } from '../protocol/contract.ts';

/** Key of the tombstone of a request and everything completed from it (`protocol.md` §7.5). */
export function requestTombstone(contract: Contract): string {
  return `request:${contractRequestKey(contract)}`;
}

/** Key of the tombstone of a contract of which nothing but the id is known. */
export function contractTombstone(contractId: string): string {
  return `contract:${contractId}`;
}
