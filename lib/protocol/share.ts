/**
 * A message's content key, wrapped to one X25519 key. The commitment is the salt, so that a share cannot be moved to
 * another message (B-06).
 */
import * as v from 'valibot';
import { decryptAead, encryptAead, importAeadKey } from '../crypto/aead.ts';
import { type Agreer, generateAgreement, type KeyUse } from '../crypto/agreement.ts';
import { base64Decode, base64Encode } from '../crypto/base64.ts';
import { type Bytes, hexDecode } from '../crypto/bytes.ts';
import { decodeAgreementKey, encodeAgreementKey } from '../crypto/multikey.ts';
import * as field from './fields.ts';
import { parseShape } from './parse-shape.ts';
import { ProtocolError, refusing, refusingAsync } from './protocol-error.ts';
import { HELD_INFO } from './wire.ts';

const CONTENT_KEY_BYTES = 32;

// nonce(12) ‖ key(32) ‖ tag(16) are 60 bytes: 80 characters.
const wrapped = { epk: field.agreementKey, ciphertext: v.pipe(field.ciphertext, v.length(80)) };

/** A share rewrapped to the recipient's pre-key. */
export const rewrappedShareSchema = v.strictObject(wrapped);

/** A share under the escrow's key of an epoch, which `kid` names. */
export const shareSchema = v.strictObject({ kid: field.id, ...wrapped });

/** `{epk, ciphertext}`: a content key for the owner of one X25519 key (address-messaging.md §2.8). */
export type RewrappedShare = v.InferOutput<typeof rewrappedShareSchema>;

/** `{kid, epk, ciphertext}`: a content key for the escrow (address-messaging.md §2.8). */
export type Share = v.InferOutput<typeof shareSchema>;

/** Wraps 32 bytes of a content key to a public key (32 bytes, taken in by its intake check). */
export async function wrapContentKey(
  secretContentKey: Bytes,
  publicKey: Bytes,
  commitment: string,
): Promise<RewrappedShare> {
  const ephemeral = await generateAgreement();
  const key = await refusingAsync(ephemeral.agreer.derive(publicKey, useOf(commitment)));
  return {
    epk: encodeAgreementKey(ephemeral.publicKey),
    ciphertext: base64Encode(await encryptAead(key, secretContentKey)),
  };
}

/** The content key in a share, for the owner of the key it was wrapped to. Throws `ProtocolError`. */
export async function openShare(
  share: RewrappedShare,
  agreer: Agreer,
  commitment: string,
): Promise<CryptoKey> {
  const secretContentKey = await unwrap(share, agreer, commitment);
  const key = await importAeadKey(secretContentKey);
  secretContentKey.fill(0);
  return key;
}

/** Wraps the content key of a share anew, to the recipient's pre-key: the escrow's part of a hand-over. Throws `ProtocolError`. */
export async function rewrapShare(
  share: RewrappedShare,
  to: { epochAgreer: Agreer; commitment: string; recipientPreKey: Bytes },
): Promise<RewrappedShare> {
  const secretContentKey = await unwrap(share, to.epochAgreer, to.commitment);
  const rewrapped = await wrapContentKey(secretContentKey, to.recipientPreKey, to.commitment);
  secretContentKey.fill(0);
  return rewrapped;
}

/** Any JSON as a share for its recipient, by shape; throws `ProtocolError('share')`. */
export function parseRewrappedShare(value: unknown): RewrappedShare {
  return parseShape(rewrappedShareSchema, value, 'share');
}

async function unwrap({ epk, ciphertext }: RewrappedShare, agreer: Agreer, commitment: string) {
  const ephemeral = refusing(() => decodeAgreementKey(epk), 'share');
  const key = await refusingAsync(agreer.derive(ephemeral, useOf(commitment)), 'share');
  const sealed = refusing(() => base64Decode(ciphertext), 'share');
  const secretContentKey = await refusingAsync(decryptAead(key, sealed), 'share');
  if (secretContentKey.length !== CONTENT_KEY_BYTES) throw new ProtocolError('share', 'not a content key');
  return secretContentKey;
}

function useOf(commitment: string): KeyUse {
  const salt = hexDecode(parseShape(field.hash, commitment, 'commitment'));
  return { salt, info: HELD_INFO.share };
}
