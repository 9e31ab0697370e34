import type { AddressBinding } from '../protocol/binding.ts';

/** A wallet of ours linked, or being linked, to one identity at one escrow (address-messaging.md §1). */
export interface WalletRecord {
  identityIndex: number;
  chainId: number;
  /** Lower case, `0x`. */
  address: string;
  escrow: string;
  /** What the wallet is asked to sign, or signed. */
  binding: AddressBinding;
  /** Null until the wallet signed. */
  walletSignature: string | null;
  didSignature: string | null;
  kind: 'account' | 'contract' | null;
  /** `prepared`: waits for the wallet. `linked`: the escrow has it. */
  state: 'prepared' | 'linked';
  /** Whole seconds, from when the escrow uses it; null before. */
  effectiveAt: number | null;
  /** Milliseconds. */
  at: number;
}

/** Key of a wallet row. */
export function walletKey(wallet: Pick<WalletRecord, 'chainId' | 'address' | 'escrow'>): string {
  return `${wallet.chainId}/${wallet.address}/${wallet.escrow}`;
}
