import type { ContractWallets } from '../../lib/wallet-proof/verify-binding.ts';
import type { AnchorSettings } from '../settings/anchor-settings.ts';
import type { EscrowSettings } from '../settings/escrow-settings.ts';
import { createContractWallets } from './contract-wallets.ts';

/** What makes a mediator an escrow. */
export interface Escrow {
  /** How long the keys of an epoch are handed out. */
  readonly epochSeconds: number;
  /** How contract wallets are asked. */
  readonly wallets: ContractWallets;
}

/** The escrow of these settings, null where there is none. The anchor chain is a chain for contract wallets too. */
export function createEscrow({
  escrow,
  anchor,
}: {
  escrow: EscrowSettings | null;
  anchor: AnchorSettings | null;
}): Escrow | null {
  if (!escrow) return null;
  const endpoints = new Map(escrow.chains);
  if (anchor && !endpoints.has(anchor.chainId)) endpoints.set(anchor.chainId, anchor.rpcUrl);
  return { epochSeconds: escrow.epochSeconds, wallets: createContractWallets(endpoints) };
}
