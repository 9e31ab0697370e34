import type { Bytes } from '../../../lib/crypto/bytes.ts';
import { hex } from '../../../lib/crypto/bytes.ts';
import { encodeAgreementKey } from '../../../lib/crypto/multikey.ts';
import { type AddressBinding, type BoundWallet, bindingTypedData } from '../../../lib/protocol/binding.ts';
import { epochAgreer } from '../../../lib/protocol/epoch-key.ts';
import { pairKey, sealHanded } from '../../../lib/protocol/handed-record.ts';
import { type SealedHeld, sealHeld } from '../../../lib/protocol/held-record.ts';
import { type InnerFields, type InnerMessage, signInner } from '../../../lib/protocol/inner-message.ts';
import { HELD_LIMITS } from '../../../lib/protocol/wire.ts';
import { personas } from './personas.ts';
import { seededBytes } from './seeded-bytes.ts';
import { seededRandom } from './seeded-random.ts';
import { type FixedWallet, walletOf } from './wallet-of.ts';

const { alice, bob, escrow, baseTime } = personas;

/** Bob's wallet, to which Alice writes. */
export const bobsWallet = walletOf(personas.wallet.privateKey);
export const CHAIN_ID = 137;
/** Of the room of Alice and that wallet. */
export const roomSalt = hex(seededBytes('room salt', 32));

/** The escrow's key of an epoch for Bob's wallet. */
export const epoch = {
  kid: 'epoch-1.137',
  agreer: epochAgreer(escrow.epochMaster, bobsWallet.address),
  get publicKey() {
    return encodeAgreementKey(this.agreer.publicKey);
  },
};

/** What Bob's wallet signs: that it answers under Bob's DID. */
export const binding: AddressBinding = {
  wallet: bobsWallet.address,
  did: bob.did,
  escrow: escrow.did,
  nonce: 'nonce-of-the-escrow-1',
  issuedAt: baseTime,
  expiresAt: baseTime + HELD_LIMITS.bindingLifetime,
};

/** A binding signed by a wallet, by default Bob's both. */
export async function sampleBound(
  changes: Partial<AddressBinding> = {},
  { account }: FixedWallet = bobsWallet,
  chainId: number = CHAIN_ID,
): Promise<BoundWallet> {
  const bound = { ...binding, ...changes };
  const walletSignature = await account.signTypedData(bindingTypedData(bound, chainId) as never);
  return { binding: bound, chainId, walletSignature };
}

/** What Alice writes first, before it is signed. */
export const innerFields: InnerFields = {
  id: 'message-1',
  from_did: alice.did,
  to_address: bobsWallet.address,
  chain_id: CHAIN_ID,
  room_salt: roomSalt,
  timestamp: baseTime,
  content: { type: 'chat.message', body: '{"content":"Hello Bob"}' },
  seq: 1,
  prev: null,
};

/** The same, signed. */
export const sampleInner = (changes: Partial<InnerFields> = {}): Promise<InnerMessage> =>
  signInner({ ...innerFields, ...changes }, alice.signer);

/** The random values that sealing a held message takes, in this order. */
export interface SealRandom {
  contentKey: Bytes;
  nonce: Bytes;
  ephemeralSeed: Bytes;
  shareNonce: Bytes;
}

/** Random values named by a label, always the same. */
export const sealRandom = (label: string): SealRandom => ({
  contentKey: seededBytes(`${label} content key`, 32),
  nonce: seededBytes(`${label} nonce`, 12),
  ephemeralSeed: seededBytes(`${label} ephemeral`, 32),
  shareNonce: seededBytes(`${label} share nonce`, 12),
});

/** Seals as the lib does, with these random values. `notAfter` in whole seconds, by default a day after the message. */
export function sealWith(
  inner: InnerMessage,
  { contentKey, nonce, ephemeralSeed, shareNonce }: SealRandom,
  notAfter = inner.timestamp + 86_400,
): Promise<SealedHeld> {
  const to = { receiver: inner.to_address, notAfter, epoch };
  return seededRandom([contentKey, nonce, ephemeralSeed, shareNonce], () => sealHeld(inner, to));
}

/** A message of Alice's to Bob's wallet, held by the escrow. */
export async function sampleHeld(changes: Partial<InnerFields> = {}) {
  const inner = await sampleInner(changes);
  const random = sealRandom(inner.id);
  return { inner, random, ...(await sealWith(inner, random)) };
}

/** The same message, encrypted anew by Bob. */
export async function sampleHanded() {
  const held = await sampleHeld();
  const key = await pairKey(bob.preKey, alice.preKey.publicKey, held.inner.room_id);
  const nonce = seededBytes('handed nonce', 12);
  const handed = await seededRandom([nonce], () => sealHanded(held.inner, held.record, key));
  return { held, nonce, key, ...handed };
}
