import { ProtocolError } from '../../lib/protocol/protocol-error.ts';
import { Refusal } from '../errors/refusal.ts';
import { verifyWalletRevocation } from '../escrow/wallet-checks.ts';
import { bindingsOfAddress } from '../store/held/bindings-of-address.ts';
import { closeBinding } from '../store/held/close-binding.ts';
import { closeReplacedBindings } from '../store/held/close-replaced-bindings.ts';
import { boundWalletOf } from './bound-wallet-of.ts';
import { countStranger, defineHeldCommand, escrowOf } from './define-held-command.ts';

/**
 * Ends a binding: by the DID it names, or by its wallet, whose signature is over exactly that binding. Nothing is held for
 * the address afterwards either. The same again is SUCCESS (address-messaging.md §1.10).
 */
export const revokeAddressBinding = defineHeldCommand<'REVOKE_ADDRESS_BINDING', number[]>({
  type: 'REVOKE_ADDRESS_BINDING',
  /** Ids of the bindings the wallet took back. */
  async prepare({ address, chain_id, wallet_signature }, request) {
    if (wallet_signature === undefined) return [];
    const { wallets } = escrowOf(request);
    const bindings = await bindingsOfAddress(request.db, { address, chainId: chain_id, now: request.now });
    for (const row of [bindings.active, bindings.pending, bindings.last]) {
      if (!row) continue;
      try {
        const revoked = { ...boundWalletOf(row), walletSignature: wallet_signature };
        await verifyWalletRevocation(revoked, wallets);
        return [row.id];
      } catch (error) {
        if (!(error instanceof ProtocolError)) throw new Refusal('INTERNAL_ERROR');
      }
    }
    throw new Refusal('INVALID_SIGNATURE');
  },
  async run(context, { address, chain_id }, byWallet) {
    await countStranger(context);
    const { tx, sender, now } = context;
    await closeReplacedBindings(tx, { address, chainId: chain_id }, now);
    const { active, pending, last } = await bindingsOfAddress(tx, { address, chainId: chain_id, now });
    let mine = false;
    for (const row of [active, pending, last]) {
      if (!row || !(byWallet.includes(row.id) || row.signing_key === sender.signingKeyMultibase)) continue;
      mine = true;
      if (row.closed_at === null) await closeBinding(tx, row.id, now);
    }
    if (!mine) throw new Refusal('NOT_FOUND');
    return {};
  },
});
