/** Wallets: those linked to identities of ours, and what was verified of those of others. Times are milliseconds unless the name says otherwise. */
import type { Did } from '../decentrl-rpc.ts';
import type { Facts } from './facts.ts';

/** One wallet linked to one of our identities at one escrow. */
export interface WalletView {
  address: string;
  checksummed: string;
  chainId: number;
  identityIndex: number;
  escrow: Did;
  escrowName: string;
  /** Since when; null while the wallet has not signed yet. */
  linkedAt: number | null;
  /** Whole seconds. */
  expiresAt: number | null;
  /** `waiting`: the escrow waits until `effectiveAt`, because another key was linked before. `ending`: renewal is due. */
  state: 'prepared' | 'linked' | 'waiting' | 'ending' | 'expired';
  effectiveAt: number | null;
  contractWallet: boolean;
}

/** A verified statement of a wallet: it answers under this DID. */
export interface BindingView {
  address: string;
  checksummed: string;
  chainId: number;
  did: Did;
  escrowName: string;
  contractWallet: boolean;
  /** Whole seconds. */
  issuedAt: number;
  expiresAt: number;
  walletSignature: string;
  /** Another key than this one answers for the wallet; neither is used before `usableAt`. */
  changedKey: { did: Did; seenAt: number; usableAt: number } | null;
}

/** What the popup asks about own wallets, by method. */
export interface WalletsRpc {
  wallets_list: { params: undefined; result: WalletView[] };
  /** The page of the own mediator on which a wallet can be linked (both the wallet and this companion are there). */
  wallets_linkPage: { params: undefined; result: { url: string | null; problem: string | null } };
  wallets_revoke: { params: { address: string; chainId: number; escrow: Did }; result: null };
}

/** What is true of these methods. */
export const wallets = {
  wallets_list: { needs: 'unlocked', person: false, repeatable: true, topics: ['wallets'] },
  wallets_linkPage: { needs: 'unlocked', person: true, repeatable: true, topics: [] },
  // A link that is gone is gone.
  wallets_revoke: { needs: 'unlocked', person: true, repeatable: true, topics: [] },
} as const satisfies Facts<WalletsRpc>;
