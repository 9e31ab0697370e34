import { revocationTypedData, signBindingStatement, signSuccession } from '../../../lib/protocol/binding.ts';
import { HELD_LIMITS } from '../../../lib/protocol/wire.ts';
import { bobsWallet, CHAIN_ID, sampleBound } from '../support/held-sample.ts';
import { personas } from '../support/personas.ts';
import type { Members } from '../support/vector-file.ts';
import type { FixedWallet } from '../support/wallet-of.ts';
import { type Person, people } from './people.ts';
import type { Given } from './scenario-file.ts';
import type { AnyPayload } from './script.ts';
import type { Stage } from './stage.ts';

const { baseTime } = personas;

/** What may differ from a binding of Bob’s wallet on the usual chain. */
export interface BindingChanges {
  wallet?: FixedWallet;
  /** Who signs in place of the wallet. */
  signedBy?: FixedWallet;
  chainId?: number;
  previous?: Person;
  expiresAt?: number;
  issuedAt?: number;
  escrow?: string;
  nonce?: string;
}

/** A binding ready to be registered, with the nonce that the escrow gave out for it at the base time. */
export interface Binding {
  register: AnyPayload;
  nonce: Given['binding_nonces'][number];
  /** Members of a resolution while it stands. */
  resolved: Members;
  /** Members of a sent row after it. */
  sent: Members;
  /** The payload with which its wallet takes it back. */
  takeBack: AnyPayload;
}

/** Binds a wallet to somebody, by default Bob’s; `name` makes the nonce. */
export async function bindingOf(
  stage: Stage,
  name: string,
  who: Person,
  changes: BindingChanges = {},
): Promise<Binding> {
  const { wallet = bobsWallet, signedBy = wallet, chainId = CHAIN_ID, previous, ...fields } = changes;
  const { did, signer } = people[who];
  const bound = await sampleBound(
    { did, wallet: wallet.address, nonce: `binding-${name}`.padEnd(16, '0'), ...fields },
    signedBy,
    chainId,
  );
  const { binding, walletSignature: wallet_signature } = bound;
  const did_signature = await signBindingStatement(bound, signer);
  const succession = previous && {
    previous_did: people[previous].did,
    previous_signature: await signSuccession(bound, people[previous].did, people[previous].signer),
  };
  const kept = stage.keepVariant(`binding_${name.replaceAll('-', '_')}`, binding);
  const revocation = revocationTypedData(binding, chainId) as never;
  return {
    register: {
      type: 'REGISTER_ADDRESS_BINDING',
      binding: kept,
      chain_id: chainId,
      wallet_signature,
      did_signature,
      ...succession,
    },
    nonce: {
      nonce: binding.nonce,
      did,
      address: wallet.address,
      chain_id: chainId,
      issued_at: baseTime,
      expires_at: baseTime + HELD_LIMITS.bindingLifetime,
    },
    resolved: {
      binding: kept,
      wallet_signature,
      did_signature,
      previous_did: succession?.previous_did ?? null,
      previous_signature: succession?.previous_signature ?? null,
    },
    sent: { chain_id: chainId, binding: kept, wallet_signature, did_signature },
    takeBack: {
      type: 'REVOKE_ADDRESS_BINDING',
      address: wallet.address,
      chain_id: chainId,
      wallet_signature: await signedBy.account.signTypedData(revocation),
    },
  };
}
