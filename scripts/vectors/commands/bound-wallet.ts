import { type BoundWallet, bindingTypedData, signBindingStatement } from '../../../lib/protocol/binding.ts';
import { CHAIN_ID } from '../support/held-sample.ts';
import { type Identity, personas } from '../support/personas.ts';
import type { FixedWallet } from '../support/wallet-of.ts';

/** A binding of a wallet to an identity at the escrow, signed by the wallet; `changes` replaces fields of the binding. */
export async function boundWallet(
  identity: Identity,
  wallet: FixedWallet,
  changes: Partial<BoundWallet['binding']> & { chainId?: number } = {},
): Promise<BoundWallet & { didSignature: string }> {
  const { chainId = CHAIN_ID, ...fields } = changes;
  const issuedAt = fields.issuedAt ?? personas.baseTime;
  const binding = {
    wallet: wallet.address,
    did: identity.did,
    escrow: personas.escrow.did,
    nonce: 'binding-nonce-001',
    issuedAt,
    expiresAt: issuedAt + 400 * 86_400,
    ...fields,
  };
  const walletSignature = await wallet.account.signTypedData(bindingTypedData(binding, chainId) as never);
  const bound = { binding, chainId, walletSignature };
  return { ...bound, didSignature: await signBindingStatement(bound, identity.signer) };
}
