import type { WalletView } from '../api/popup/popup-rpc.ts';
import type { Domain } from '../domain/domain.ts';
import { nowSeconds } from '../domain/now-seconds.ts';
import type { WalletRecord } from '../domain/records/wallet-record.ts';
import { checksumAddress } from '../wallets/checksum-address.ts';
import { mediatorName } from './mediator-name.ts';

/** A binding with less than this left asks to be renewed. */
const ENDING_SECONDS = 30 * 86_400;

/** Every wallet linked to an identity of ours, the newest first. */
export async function walletViews(domain: Pick<Domain, 'tables' | 'clock'>): Promise<WalletView[]> {
  const wallets = await domain.tables.wallets.getAll();
  const now = nowSeconds(domain);
  return wallets.map((one) => walletView(one, now)).sort((a, b) => (b.linkedAt ?? 0) - (a.linkedAt ?? 0));
}

function walletView({ linked, ...wallet }: WalletRecord, now: number): WalletView {
  const { address, chainId, identityIndex, escrow } = wallet;
  return {
    address,
    checksummed: checksumAddress(address),
    chainId,
    identityIndex,
    escrow,
    escrowName: mediatorName(escrow),
    linkedAt: linked?.at ?? null,
    expiresAt: linked?.binding.expiresAt ?? null,
    state: stateOf(linked, now),
    effectiveAt: linked === null ? null : linked.effectiveAt * 1000,
    contractWallet: linked?.kind === 'contract',
  };
}

function stateOf(linked: WalletRecord['linked'], now: number): WalletView['state'] {
  if (linked === null) return 'prepared';
  const { expiresAt } = linked.binding;
  if (expiresAt <= now) return 'expired';
  if (linked.effectiveAt > now) return 'waiting';
  return expiresAt - ENDING_SECONDS <= now ? 'ending' : 'linked';
}
