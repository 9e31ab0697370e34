import { hex } from '../../../lib/crypto/bytes.ts';
import { HELD_LIMITS } from '../../../lib/protocol/wire.ts';
import { bobsWallet, CHAIN_ID } from '../support/held-sample.ts';
import { personas } from '../support/personas.ts';
import type { Members } from '../support/vector-file.ts';
import type { Binding } from './bindings.ts';
import { EPOCH_ID, epochKeyOf, type Handed, type Letter } from './letters.ts';
import type { Person } from './people.ts';
import type { Given } from './scenario-file.ts';
import { capture, ref } from './script.ts';

const { baseTime, escrow } = personas;

/** What the escrow has at the beginning: one epoch, and the nonces of some bindings. */
export function given(...bindings: Binding[]): Given {
  const master_hex = hex(escrow.epochMaster);
  const handed_until = baseTime + HELD_LIMITS.defaultHold;
  return {
    epochs: [{ id: EPOCH_ID, master_hex, opened_at: baseTime, handed_until }],
    binding_nonces: bindings.map(({ nonce }) => nonce),
  };
}

/** A question about an address, by default Bob’s wallet. */
export const place = (address: string = bobsWallet.address, chain_id: number = CHAIN_ID) => ({
  address,
  chain_id,
});

const NOBODY = {
  binding: null,
  wallet_signature: null,
  did_signature: null,
  previous_did: null,
  previous_signature: null,
  moved: null,
  epoch: null,
};

/** A statement of the escrow’s and its signature; `name` keeps the statement. */
const signed = (member: string, name: string, statement: Members): Members => ({
  [member]: capture(name, statement),
  signature: { $signature_of: 'mediator', over: ref(name) },
});

/** The reply to `RESOLVE_ADDRESS` at a second after the base time; nobody, unless something is said. */
export function resolution(name: string, at: number, said: Members = {}, where = place()): Members {
  return signed('answer', name, { escrow: escrow.did, ...where, at: baseTime + at, ...NOBODY, ...said });
}

/** What is said while nobody is bound. */
export const held = ({ address, chain_id } = place()): Members => ({
  epoch: { kid: `${EPOCH_ID}.${chain_id}`, public_key: epochKeyOf(address) },
});

/** The reply to `SAVE_HELD_MESSAGE`, taken at a second after the base time. */
export const saved = (name: string, { sealed }: Letter, at: number): Members =>
  signed('receipt', name, { id: sealed.record.id, cid: sealed.cid, received_at: baseTime + at });

/** The same reply later. */
export const savedBefore = (name: string): Members => ({
  receipt: ref(name),
  signature: { $signature_of: 'mediator', over: ref(name) },
});

/** A row of `QUERY_HELD_MESSAGES`: the message, with its key wrapped to the pre-key of whoever it is handed to. */
export const served = ({ record, sealed, contentKeyHex }: Letter, to: Person): Members => ({
  id: sealed.record.id,
  state: 'REWRAPPED',
  record,
  share: { $share_for: to, commitment: sealed.commitment, content_key_hex: contentKeyHex },
});

/** A row of `REKEY_HELD_MESSAGES`, done at a second after the base time. */
export function deleted(name: string, { receipt }: Handed, at: number): Members {
  const { id, old_cid, new_cid } = receipt;
  return { id, ...signed('deletion_receipt', name, { id, old_cid, new_cid, deleted_at: baseTime + at }) };
}

/** The same row later. */
export const deletedBefore = (name: string, { receipt }: Handed): Members => ({
  id: receipt.id,
  deletion_receipt: ref(name),
  signature: { $signature_of: 'mediator', over: ref(name) },
});

/** A row of `QUERY_SENT_HELD_MESSAGES`; once it was encrypted anew with what the sender needs to check that. */
export function sentRow(
  letter: Letter,
  state: string,
  handedOver?: Handed,
  binding?: Binding,
  more: Members = {},
): Members {
  if (!handedOver || !binding) return { ...letter.sent, state };
  return {
    ...letter.sent,
    state,
    new_record: handedOver.record,
    receipt: { ...handedOver.receipt },
    receipt_signature: handedOver.signature,
    ...binding.sent,
    ...more,
  };
}

/** A page of rows, the last one. */
export const rows = (...page: Members[]): Members => ({ rows: page, next_cursor: null });
