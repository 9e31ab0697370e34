import { hex } from '../../../lib/crypto/bytes.ts';
import { encodeAgreementKey } from '../../../lib/crypto/multikey.ts';
import { parseDid } from '../../../lib/protocol/did.ts';
import { epochAgreer } from '../../../lib/protocol/epoch-key.ts';
import { type HandedRecord, pairKey, sealHanded } from '../../../lib/protocol/handed-record.ts';
import { type HandOverReceipt, signHandOverReceipt } from '../../../lib/protocol/held-receipts.ts';
import { type HeldRecord, recordCid, type SealedHeld, sealHeld } from '../../../lib/protocol/held-record.ts';
import { type InnerMessage, signInner } from '../../../lib/protocol/inner-message.ts';
import { bobsWallet, CHAIN_ID, sealRandom } from '../support/held-sample.ts';
import { personas } from '../support/personas.ts';
import { seededBytes } from '../support/seeded-bytes.ts';
import { seededRandom } from '../support/seeded-random.ts';
import type { Members } from '../support/vector-file.ts';
import { type Person, people } from './people.ts';
import type { AnyPayload } from './script.ts';
import type { Stage } from './stage.ts';

/** The epoch that the escrow of the scenarios has at the beginning. */
export const EPOCH_ID = 'epoch-1';

/** What may differ from a letter of today that is held for a day. Times are seconds after the base time. */
export interface LetterChanges {
  id?: string;
  to?: string;
  chainId?: number;
  at?: number;
  until?: number;
  body?: string;
}

/** A message to a wallet, held; long texts by reference. */
export interface Letter {
  sealed: SealedHeld;
  inner: InnerMessage;
  contentKeyHex: string;
  record: Members;
  save: AnyPayload;
  /** What is the same in `QUERY_SENT_HELD_MESSAGES`, whatever the state. */
  sent: Members;
}

/** The public key of the epoch for an address, multibase. */
export const epochKeyOf = (address: string): string =>
  encodeAgreementKey(epochAgreer(personas.escrow.epochMaster, address).publicKey);

/** Writes a letter to a wallet, by default to Bob’s; everything random in it comes from `name`. */
export async function letter(
  stage: Stage,
  name: string,
  from: Person,
  changes: LetterChanges = {},
): Promise<Letter> {
  const { to = bobsWallet.address, chainId = CHAIN_ID, at = 0, until = at + 86_400, id = name } = changes;
  const { did, signer } = people[from];
  const fields = {
    id,
    from_did: did,
    to_address: to,
    chain_id: chainId,
    room_salt: hex(seededBytes(`room ${from} ${to}`, 32)),
    timestamp: personas.baseTime + at,
    content: { type: 'chat.message', body: JSON.stringify({ content: changes.body ?? name }) },
    seq: 1,
    prev: null,
  };
  const inner = await signInner(fields, signer);
  const { contentKey, nonce, ephemeralSeed, shareNonce } = sealRandom(name);
  const sealed = await seededRandom([contentKey, nonce, ephemeralSeed, shareNonce], () =>
    sealHeld(inner, {
      receiver: to,
      notAfter: personas.baseTime + until,
      epoch: { kid: `${EPOCH_ID}.${chainId}`, publicKey: epochKeyOf(to) },
    }),
  );
  const record = byReference(stage, `held_${name}`, sealed.record);
  return {
    sealed,
    inner,
    contentKeyHex: hex(contentKey),
    record,
    save: {
      type: 'SAVE_HELD_MESSAGE',
      record,
      threshold: sealed.threshold,
      shares: sealed.shares.map((share) => ({ ...share })),
    },
    sent: { id, cid: sealed.cid },
  };
}

/** A letter encrypted anew by whoever it is for. */
export interface Handed {
  item: Members;
  record: Members;
  receipt: HandOverReceipt;
  signature: string;
}

/** What may differ from the record and the receipt of a letter that is encrypted anew as it should be. */
export interface HandedChanges {
  /** Makes other bytes of the same. */
  label?: string;
  record?: Partial<HandedRecord>;
  /** In place of which letter it is said to come. */
  inPlaceOf?: Letter;
}

/** Encrypts a letter anew for its author and `recipient`. */
export async function handed(
  stage: Stage,
  from: Letter,
  recipient: Person,
  { label = 'first', record: changes, inPlaceOf = from }: HandedChanges = {},
): Promise<Handed> {
  const { preKey, signer } = people[recipient];
  const { inner, sealed } = from;
  const key = await pairKey(preKey, parseDid(inner.from_did).preKey, inner.room_id);
  const name = `handed_${inner.id}_${recipient}_${label}`;
  const { record: right } = await seededRandom([seededBytes(name, 12)], () =>
    sealHanded(inner, sealed.record, key),
  );
  const whole = { ...right, ...changes };
  const { id, commitment } = whole;
  const receipt = { id, old_cid: inPlaceOf.sealed.cid, new_cid: recordCid(whole), commitment };
  const signature = await signHandOverReceipt(receipt, signer);
  const record = byReference(stage, name, whole);
  return { item: { record, receipt, signature }, record, receipt, signature };
}

function byReference(stage: Stage, name: string, record: HeldRecord | HandedRecord): Members {
  return { ...record, messages: stage.keep(name, record.messages) };
}
