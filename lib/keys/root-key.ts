import { decodeAgreementKey } from '../crypto/multikey.ts';
import { ContractExpiredError } from '../errors/errors.ts';
import { unwrapContractKey } from './contract-key-wrapping.ts';
import type { Lease } from './lease.ts';

/** What of a contract its root key is made from. */
export interface RootKeySource {
  contractId: string;
  identityIndex: number;
  /** Own ephemeral private key under the store sub-key; null once destroyed. */
  wrappedKey: string | null;
  /** Own and the counterparty's ephemeral public keys, multibase. */
  ownKey: string;
  peerKey: string;
}

/** The root key of one contract (`protocol.md` §6.2), leased: it encrypts and decrypts until the lock and no longer (security.md T-36). */
export interface RootKey {
  /** Runs `work` with the non-extractable key; throws LockedError, also when the lock comes meanwhile, and then gives nothing. */
  use<T>(work: (key: CryptoKey) => Promise<T>): Promise<T>;
}

/** Agrees the root key of a contract under `store`, the identity's store sub-key. Throws ContractExpiredError when the secret was destroyed. */
export async function agreeRootKey(
  { wrappedKey, ownKey, peerKey }: RootKeySource,
  store: CryptoKey,
  lease: Lease,
): Promise<RootKey> {
  if (wrappedKey === null) throw new ContractExpiredError('The keys of this contract were destroyed.');
  const agreer = await lease.guard(() => unwrapContractKey(store, wrappedKey, decodeAgreementKey(ownKey)));
  const key = await lease.guard(() => agreer.agree(decodeAgreementKey(peerKey)));
  return { use: (work) => lease.guard(() => work(key)) };
}
