import { DEFAULT_CHAIN_SETTINGS } from '../../../lib/domain/chain-settings.ts';
import type { CheckingDomain } from '../../../lib/wallets/check-binding.ts';

// No vector is of this chain, and every verifier has one.
const CHAIN_OF_NOBODY = 31_337;

/** A verifier of bindings that asks no contract wallet of any chain in the vectors, and has no network. */
export const checkingWithoutContracts: CheckingDomain = {
  clock: { now: () => 1_700_000_000_000 },
  chainSettings: { get: async () => ({ ...DEFAULT_CHAIN_SETTINGS, chainId: CHAIN_OF_NOBODY, chains: {} }) },
  fetch: () => Promise.reject(new Error('the vectors have no network')),
};
