import type { AddressBinding } from '../../protocol/binding.ts';

/** A wallet of ours at one escrow, for one identity: what is linked, and what waits for the wallet's signature (address-messaging.md §1.6). */
export interface WalletRecord {
  identityIndex: number;
  chainId: number;
  /** Lower case, `0x`. */
  address: string;
  escrow: string;
  linked: LinkedWallet | null;
  prepared: PreparedLink | null;
}

/** A binding the escrow has. */
export interface LinkedWallet {
  binding: AddressBinding;
  walletSignature: string;
  didSignature: string;
  kind: 'account' | 'contract';
  /** Whole seconds, from when the escrow uses it. */
  effectiveAt: number;
  /** Milliseconds. */
  at: number;
}

/** What the wallet was asked to sign; only exactly this is completed. */
export interface PreparedLink {
  binding: AddressBinding;
  /** Milliseconds. */
  at: number;
}

/** Key of a wallet row. */
export function walletKey(
  wallet: Pick<WalletRecord, 'identityIndex' | 'chainId' | 'address' | 'escrow'>,
): string {
  return `${wallet.identityIndex}/${wallet.chainId}/${wallet.address}/${wallet.escrow}`;
}
