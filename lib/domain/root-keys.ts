import { decodeAgreementKey } from '../crypto/multikey.ts';
import { ContractExpiredError } from '../errors/errors.ts';
import type { Keyring } from '../keys/keyring.ts';
import type { ContractRecord } from './records/contract-record.ts';

/** The root secrets of contracts as non-extractable keys, agreed once a wake. */
export interface RootKeys {
  /** Throws ContractExpiredError when the secret was destroyed, LockedError when locked. */
  get(contract: ContractRecord): Promise<CryptoKey>;
  /** Forgets one key, or all of them (at the lock). */
  forget(contractId?: string): void;
}

/** Makes the cache; it rebuilds from the wrapped keys of the contracts. */
export function createRootKeys(keyring: Pick<Keyring, 'unwrapContractKey'>): RootKeys {
  const known = new Map<string, Promise<CryptoKey>>();

  async function agree(contract: ContractRecord): Promise<CryptoKey> {
    if (contract.wrappedKey === null)
      throw new ContractExpiredError('The keys of this contract were destroyed.');
    const agreer = await keyring.unwrapContractKey(
      contract.identityIndex,
      contract.wrappedKey,
      decodeAgreementKey(contract.ownKey),
    );
    return agreer.agree(decodeAgreementKey(contract.peerKey));
  }

  return {
    get(contract) {
      const found = known.get(contract.contractId);
      if (found !== undefined) return found;
      const made = agree(contract);
      known.set(contract.contractId, made);
      made.catch(() => known.delete(contract.contractId));
      return made;
    },
    forget(contractId) {
      if (contractId === undefined) known.clear();
      else known.delete(contractId);
    },
  };
}
