import { encodeAgreementKey } from '../../../lib/crypto/multikey.ts';
import { type AddressBinding, signBindingStatement } from '../../../lib/protocol/binding.ts';
import type { CommandPayload } from '../../../lib/protocol/commands.ts';
import { epochAgreer } from '../../../lib/protocol/epoch-key.ts';
import { pairKey, sealHanded } from '../../../lib/protocol/handed-record.ts';
import type { HELD_PAYLOADS } from '../../../lib/protocol/held-payloads.ts';
import { signHandOverReceipt } from '../../../lib/protocol/held-receipts.ts';
import { sealHeld } from '../../../lib/protocol/held-record.ts';
import { type InnerFields, signInner } from '../../../lib/protocol/inner-message.ts';
import type { ResolvedAddress } from '../../../lib/protocol/resolved-address.ts';
import { alice, bob, MEDIATOR_DID, seed } from './check-identities.ts';

/** The wallet of Bob, who writes under `bob` once he has set up. */
export const ADDRESS = `0x${'b0'.repeat(20)}`;
export const NOW = 1_700_000_000;
export const epoch = epochAgreer(seed(9), ADDRESS);
export const epochKey = { kid: 'epoch-1', publicKey: encodeAgreementKey(epoch.publicKey) };

export const innerFields: InnerFields = {
  id: 'message-1',
  from_did: alice.did.did,
  to_address: ADDRESS,
  chain_id: 137,
  room_salt: 'cd'.repeat(32),
  timestamp: NOW,
  content: { type: 'chat.message', body: '{"text":"Hello Bob"}' },
  seq: 1,
  prev: null,
};

/** A message of Alice's to Bob's wallet. */
export const signedInner = (changes: Partial<InnerFields> = {}) =>
  signInner({ ...innerFields, ...changes }, alice.signer);

/** The same, as it is held. */
export async function sealedHeld(changes: Partial<InnerFields> = {}) {
  const inner = await signedInner(changes);
  const notAfter = inner.timestamp + 86_400;
  return {
    inner,
    ...(await sealHeld(inner, { receiver: inner.to_address, notAfter, epoch: epochKey })),
  };
}

export const binding: AddressBinding = {
  wallet: ADDRESS,
  did: bob.did.did,
  escrow: MEDIATOR_DID,
  nonce: 'nonce-of-the-escrow-1',
  issuedAt: NOW,
  expiresAt: NOW + 86_400,
};
export const bound = { binding, chainId: 137, walletSignature: `0x${'11'.repeat(65)}` };

/** Everything of one hand-over. */
export async function handedOver() {
  const sealed = await sealedHeld();
  const key = await pairKey(bob.preKey, alice.did.preKey, sealed.record.room_id);
  const handed = await sealHanded(sealed.inner, sealed.record, key);
  const receipt = {
    id: sealed.record.id,
    old_cid: sealed.cid,
    new_cid: handed.cid,
    commitment: sealed.commitment,
  };
  return { sealed, handed, receipt, signature: await signHandOverReceipt(receipt, bob.signer) };
}

/** An escrow's answer while nobody is bound, and while Bob is. */
export async function resolutions(): Promise<{ open: ResolvedAddress; bound: ResolvedAddress }> {
  const question = { escrow: MEDIATOR_DID, address: ADDRESS, chain_id: 137, at: NOW };
  const absent = {
    binding: null,
    wallet_signature: null,
    did_signature: null,
    previous_did: null,
    previous_signature: null,
    moved: null,
    epoch: null,
  };
  return {
    open: { ...question, ...absent, epoch: { kid: epochKey.kid, public_key: epochKey.publicKey } },
    bound: {
      ...question,
      ...absent,
      binding,
      wallet_signature: bound.walletSignature,
      did_signature: await signBindingStatement(bound, bob.signer),
    },
  };
}

/** A payload of each command about messages to an address. */
export async function heldPayloads() {
  const { sealed, handed, receipt, signature } = await handedOver();
  const place = { address: ADDRESS, chain_id: 137 };
  const { record, threshold, shares } = sealed;
  return {
    PREPARE_ADDRESS_BINDING: { type: 'PREPARE_ADDRESS_BINDING', ...place },
    REGISTER_ADDRESS_BINDING: {
      type: 'REGISTER_ADDRESS_BINDING',
      binding,
      chain_id: 137,
      wallet_signature: bound.walletSignature,
      did_signature: await signBindingStatement(bound, bob.signer),
    },
    REVOKE_ADDRESS_BINDING: { type: 'REVOKE_ADDRESS_BINDING', ...place },
    RESOLVE_ADDRESS: { type: 'RESOLVE_ADDRESS', ...place },
    SAVE_HELD_MESSAGE: { type: 'SAVE_HELD_MESSAGE', record, threshold, shares },
    QUERY_SENT_HELD_MESSAGES: { type: 'QUERY_SENT_HELD_MESSAGES', limit: 1 },
    QUERY_HELD_MESSAGES: { type: 'QUERY_HELD_MESSAGES', cursor: 'abc' },
    REKEY_HELD_MESSAGES: {
      type: 'REKEY_HELD_MESSAGES',
      items: [{ record: handed.record, receipt, signature }],
    },
    CONFIRM_HELD_MESSAGES: { type: 'CONFIRM_HELD_MESSAGES', items: [{ id: record.id, ok: true }] },
    WITHDRAW_HELD_MESSAGE: { type: 'WITHDRAW_HELD_MESSAGE', id: record.id },
  } satisfies { [T in keyof typeof HELD_PAYLOADS]: CommandPayload<T> };
}
