import type { AddressRecord } from './address-record.ts';

/** A wallet address of which nothing is known; `now` in milliseconds. */
export function emptyAddress(
  identityIndex: number,
  { chainId, address }: Pick<AddressRecord, 'chainId' | 'address'>,
  now: number,
): AddressRecord {
  return {
    identityIndex,
    chainId,
    address,
    pinned: null,
    candidate: null,
    rejectedByWallet: false,
    room: null,
    unfinishedSince: null,
    accepted: null,
    createdAt: now,
  };
}
