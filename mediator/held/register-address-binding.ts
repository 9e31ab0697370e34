import { type BoundWallet, verifyBindingStatement, verifySuccession } from '../../lib/protocol/binding.ts';
import type { CommandPayload } from '../../lib/protocol/commands.ts';
import type { CommandContext, CommandRequest } from '../commands/command.ts';
import { Refusal } from '../errors/refusal.ts';
import { verifyBinding } from '../escrow/wallet-checks.ts';
import { asWalletRefusal } from '../escrow/wallet-refusal.ts';
import type { BindingRow } from '../store/held/binding-row.ts';
import { type AddressBindings, bindingsOfAddress } from '../store/held/bindings-of-address.ts';
import { closeBinding } from '../store/held/close-binding.ts';
import { closeReplacedBindings } from '../store/held/close-replaced-bindings.ts';
import { findBindingByNonce } from '../store/held/find-binding-by-nonce.ts';
import { insertBinding } from '../store/held/insert-binding.ts';
import { isBindingNonceKnown } from '../store/held/is-binding-nonce-known.ts';
import { takeBindingNonce } from '../store/held/take-binding-nonce.ts';
import { countStranger, defineHeldCommand, escrowOf } from './define-held-command.ts';

type Payload = CommandPayload<'REGISTER_ADDRESS_BINDING'>;

interface Verified {
  proof: BindingRow['proof'];
  /** Signing key of an earlier identity that countersigned. */
  previousKey: string | null;
}

/**
 * Binds an address to the caller. The first binding holds at once; one of another identity needs the countersignature of
 * the one before, or waits a day, during which the address is handed over to neither (B-13). The same binding again is
 * answered as the first time.
 */
export const registerAddressBinding = defineHeldCommand<'REGISTER_ADDRESS_BINDING', Verified>({
  type: 'REGISTER_ADDRESS_BINDING',
  prepare: verify,
  async run(context, payload, verified) {
    const { tx, now, limits } = context;
    const { binding, chain_id } = payload;
    await countStranger(context);
    const known = await findBindingByNonce(tx, binding.nonce);
    if (known) return { effective_at: repeated(known, payload) };
    await useNonce(context, payload);
    await closeReplacedBindings(tx, { address: binding.wallet, chainId: chain_id }, now);
    const bindings = await bindingsOfAddress(tx, { address: binding.wallet, chainId: chain_id, now });
    const takesOver = mayTakeOver(bindings, context.sender.signingKeyMultibase, verified.previousKey);
    const effective_at = takesOver ? now : waitUntil(bindings, context, now + limits.changed_binding_seconds);
    // Only one change waits: the newest, whose author the wallet stood by last.
    if (bindings.pending) await closeBinding(tx, bindings.pending.id, now);
    const countersigned = bindings.last?.signing_key === verified.previousKey;
    await insertBinding(tx, {
      address: binding.wallet,
      chain_id,
      did: binding.did,
      signing_key: context.sender.signingKeyMultibase,
      nonce: binding.nonce,
      binding: JSON.stringify(binding),
      wallet_signature: payload.wallet_signature,
      did_signature: payload.did_signature,
      previous_did: countersigned ? (payload.previous_did ?? null) : null,
      previous_signature: countersigned ? (payload.previous_signature ?? null) : null,
      proof: verified.proof,
      effective_at,
      checked_at: now,
    });
    if (takesOver && bindings.active) await closeBinding(tx, bindings.active.id, now);
    return { effective_at };
  },
});

async function verify(payload: Payload, request: CommandRequest): Promise<Verified> {
  const { binding, previous_did, previous_signature } = payload;
  if (binding.escrow !== request.mediatorDid || binding.did !== request.sender.did)
    throw new Refusal('INVALID_COMMAND');
  if ((previous_did === undefined) !== (previous_signature === undefined))
    throw new Refusal('INVALID_COMMAND');
  const bound: BoundWallet = {
    binding,
    chainId: payload.chain_id,
    walletSignature: payload.wallet_signature,
  };
  await verifyBindingStatement(bound, payload.did_signature);
  const previous =
    previous_did !== undefined && previous_signature !== undefined
      ? await verifySuccession(bound, previous_did, previous_signature)
      : null;
  // A nonce that was never given out costs nobody's endpoint a call.
  if (!(await isBindingNonceKnown(request.db, binding.nonce))) throw new Refusal('NONCE_REUSED');
  const { kind } = await asWalletRefusal(verifyBinding(bound, escrowOf(request).wallets));
  return { proof: kind, previousKey: previous?.signingKeyMultibase ?? null };
}

function repeated(known: BindingRow, payload: Payload): number {
  const same =
    known.chain_id === payload.chain_id &&
    known.did_signature === payload.did_signature &&
    known.wallet_signature === payload.wallet_signature;
  if (!same) throw new Refusal('NONCE_REUSED');
  return known.effective_at;
}

async function useNonce({ tx, now, limits }: CommandContext, payload: Payload): Promise<void> {
  const { binding, chain_id } = payload;
  const given = await takeBindingNonce(tx, binding.nonce);
  if (!given) throw new Refusal('NONCE_REUSED');
  if (given.issued_at + limits.binding_nonce_seconds < now) throw new Refusal('TIMESTAMP_OUT_OF_RANGE');
  const fits =
    given.did === binding.did &&
    given.address === binding.wallet &&
    given.chain_id === chain_id &&
    given.issued_at === binding.issuedAt &&
    given.expires_at === binding.expiresAt;
  if (!fits) throw new Refusal('INVALID_COMMAND');
}

/** The first, the same again, and a successor the last one signed for. */
function mayTakeOver({ last }: AddressBindings, signingKey: string, previousKey: string | null): boolean {
  return last === null || last.signing_key === signingKey || last.signing_key === previousKey;
}

/** A change registered again by the same identity waits no longer than it did. */
function waitUntil({ pending }: AddressBindings, { sender }: CommandContext, otherwise: number): number {
  return pending?.signing_key === sender.signingKeyMultibase ? pending.effective_at : otherwise;
}
