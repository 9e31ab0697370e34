import type { AddressBinding, BoundWallet } from '../../lib/protocol/binding.ts';
import type { BindingRow } from '../store/held/binding-row.ts';

/** A stored binding as those who verify it take it. */
export function boundWalletOf(row: BindingRow): BoundWallet {
  return {
    binding: JSON.parse(row.binding) as AddressBinding,
    chainId: row.chain_id,
    walletSignature: row.wallet_signature,
  };
}
