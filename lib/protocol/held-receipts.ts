/** The three statements a hand-over leaves behind. Their member names differ, so none is ever taken for another (T-69). */
import * as v from 'valibot';
import type { Bytes } from '../crypto/bytes.ts';
import type { Signer, Verifier } from '../crypto/signature.ts';
import * as field from './fields.ts';
import { parseShape } from './parse-shape.ts';
import { signObject, verifyObject } from './signed-object.ts';

/** By the escrow, when it took a message: its own time beside the sender's (B-24). */
export const saveReceiptSchema = v.strictObject({
  id: field.id,
  cid: field.rawCid,
  received_at: field.seconds,
});

/** By the recipient, when it re-encrypted a message. */
export const handOverReceiptSchema = v.strictObject({
  id: field.id,
  old_cid: field.rawCid,
  new_cid: field.rawCid,
  commitment: field.hash,
});

/** By the escrow, when it deleted share and old record; deletion itself cannot be proven (B-22). */
export const deletionReceiptSchema = v.strictObject({
  id: field.id,
  old_cid: field.rawCid,
  new_cid: field.rawCid,
  deleted_at: field.seconds,
});

/** *I took this at that time*, by the escrow. */
export type SaveReceipt = v.InferOutput<typeof saveReceiptSchema>;

/** *I opened this and encrypted it anew*, by the recipient. */
export type HandOverReceipt = v.InferOutput<typeof handOverReceiptSchema>;

/** *I deleted what I could open*, by the escrow. */
export type DeletionReceipt = v.InferOutput<typeof deletionReceiptSchema>;

/** Signs a save receipt, as the escrow. Throws `ProtocolError`. */
export async function signSaveReceipt(receipt: SaveReceipt, signer: Signer): Promise<string> {
  return signObject(parseShape(saveReceiptSchema, receipt, 'save-receipt'), signer);
}

/** Verifies a save receipt with the escrow's key. Throws `ProtocolError`. */
export async function verifySaveReceipt(
  receipt: SaveReceipt,
  signature: string,
  key: Bytes | Verifier,
): Promise<void> {
  await verifyObject(parseShape(saveReceiptSchema, receipt, 'save-receipt'), signature, key);
}

/** Signs a hand-over receipt, as the recipient. Throws `ProtocolError`. */
export async function signHandOverReceipt(receipt: HandOverReceipt, signer: Signer): Promise<string> {
  return signObject(parseShape(handOverReceiptSchema, receipt, 'hand-over-receipt'), signer);
}

/** Verifies a hand-over receipt with the key of the DID the address is bound to. Throws `ProtocolError`. */
export async function verifyHandOverReceipt(
  receipt: HandOverReceipt,
  signature: string,
  key: Bytes | Verifier,
): Promise<void> {
  await verifyObject(parseShape(handOverReceiptSchema, receipt, 'hand-over-receipt'), signature, key);
}

/** Signs a deletion receipt, as the escrow. Throws `ProtocolError`. */
export async function signDeletionReceipt(receipt: DeletionReceipt, signer: Signer): Promise<string> {
  return signObject(parseShape(deletionReceiptSchema, receipt, 'deletion-receipt'), signer);
}

/** Verifies a deletion receipt with the escrow's key. Throws `ProtocolError`. */
export async function verifyDeletionReceipt(
  receipt: DeletionReceipt,
  signature: string,
  key: Bytes | Verifier,
): Promise<void> {
  await verifyObject(parseShape(deletionReceiptSchema, receipt, 'deletion-receipt'), signature, key);
}
