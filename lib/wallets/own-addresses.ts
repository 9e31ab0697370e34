import type { ConnectedDomain } from '../domain/connected-domain.ts';
import { type AddressRecord, addressKey } from '../domain/records/address-record.ts';
import type { IdentityKeys } from '../keys/identity-keys.ts';
import { parseDid } from '../protocol/did.ts';
import { recheckWallet } from './recheck-wallet.ts';
import { resolveAddress } from './resolve-address.ts';

/**
 * Tells whether an address on a chain is bound to this identity, by a binding verified here; a contract wallet is asked
 * again (address-messaging.md §1.12). Each address is looked at once.
 */
export function ownAddresses(
  domain: ConnectedDomain,
  keys: IdentityKeys,
): (chainId: number, address: string) => Promise<boolean> {
  const answers = new Map<string, Promise<boolean>>();
  return (chainId, address) => {
    const key = addressKey(keys.index, chainId, address);
    const known = answers.get(key) ?? isBoundTo(domain, keys, { key, chainId, address });
    answers.set(key, known);
    return known;
  };
}

async function isBoundTo(
  domain: ConnectedDomain,
  keys: IdentityKeys,
  { key, chainId, address }: { key: string; chainId: number; address: string },
): Promise<boolean> {
  const known = await domain.tables.addresses.get(key);
  // After a restore nothing is known of one's own wallets but what the escrow shows, verified as for anybody's.
  const record =
    known !== undefined && isOurs(keys, known)
      ? known
      : (await resolveAddress(domain, keys.index, { chainId, address })).record;
  if (!isOurs(keys, record)) return false;
  return !(await recheckWallet(domain, record, [], { always: true })).rejectedByWallet;
}

function isOurs(keys: IdentityKeys, { pinned }: AddressRecord): boolean {
  return pinned !== null && parseDid(pinned.did).signingKeyMultibase === keys.did.signingKeyMultibase;
}
