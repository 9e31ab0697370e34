/** valibot schemas of single fields, shared by everything on the wire. Shapes only: what a DID says is `parseDid`'s to check. */
import * as v from 'valibot';
import { base64Decode } from '../crypto/base64.ts';
import { decodeAgreementKey } from '../crypto/multikey.ts';
import { isTag } from './tags.ts';
import { HELD_LIMITS, LIMITS } from './wire.ts';

/** Whole seconds since 1970; a value above 1e11 is milliseconds by mistake and refused (protocol.md §1.5). */
export const seconds = v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(LIMITS.maxSeconds));

/** Milliseconds since 1970, in command headers, socket authentication and replies (protocol.md §1.5). */
export const milliseconds = v.pipe(v.number(), v.safeInteger(), v.minValue(LIMITS.maxSeconds + 1));

/** 32 bytes as lower-case hex: contract ids and hashes. */
export const hash = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));

/** A decentrl DID by its outer shape. */
export const did = v.pipe(
  v.string(),
  v.maxLength(LIMITS.didLength),
  v.regex(/^did:decentrl:[A-Za-z0-9:_-]+$/),
);

/** Any DID that can be a recipient: an identity or a mediator. */
export const anyDid = v.pipe(
  v.string(),
  v.maxLength(LIMITS.didLength),
  v.regex(/^did:(?:decentrl:[A-Za-z0-9:_-]+|web:[A-Za-z0-9:._~%-]+)$/),
);

/** A key id `<did>#signing`. */
export const keyId = v.pipe(v.string(), v.maxLength(LIMITS.didLength + 8), v.endsWith('#signing'));

/** An Ed25519 signature by its shape: 88 characters of base64. Whether they are 64 bytes is for whoever verifies it. */
export const signature = v.pipe(v.string(), v.length(88), v.check(isBase64, 'not base64'));

/** An encrypted tag: 64 bytes, base64 (protocol.md §3.8). Nobody verifies it, so its padding tells 64 bytes from 65 and 66. */
export const tagBlob = v.pipe(signature, v.endsWith('=='));

/** Ciphertext `nonce ‖ ct ‖ tag` of at most 128 KiB padded plaintext, base64. */
export const ciphertext = v.pipe(
  v.string(),
  v.minLength(40),
  v.maxLength(LIMITS.ciphertextLength),
  v.check(isBase64, 'not base64'),
);

/** A multibase X25519 public key, with its intake check. */
export const agreementKey = v.pipe(v.string(), v.check(isAgreementKey, 'not an X25519 key'));

/** An id chosen by a client or a mediator. */
export const id = v.pipe(v.string(), v.regex(new RegExp(`^[A-Za-z0-9._:-]{1,${LIMITS.idLength}}$`)));

/** An opaque cursor of the mediator's; absent or null at the beginning. */
export const cursor = v.optional(
  v.nullable(v.pipe(v.string(), v.minLength(1), v.maxLength(LIMITS.cursorLength))),
);

/** An Ethereum address: lower-case hex, never checksummed (address-messaging.md *Forms of fields*). */
export const address = v.pipe(v.string(), v.regex(/^0x[0-9a-f]{40}$/));

/** An EIP-155 chain id. */
export const chainId = v.pipe(v.number(), v.safeInteger(), v.minValue(1));

/** A wallet's signature, lower-case hex: 65 bytes of an account, whatever a contract wallet takes (ERC-1271). */
export const walletSignature = v.pipe(
  v.string(),
  v.maxLength(2 + 2 * HELD_LIMITS.walletSignatureBytes),
  v.regex(/^0x(?:[0-9a-f]{2})+$/),
);

/** A CID as we make them: CIDv1 of a raw block, sha2-256, base32. */
export const rawCid = v.pipe(v.string(), v.regex(/^bafkrei[a-z2-7]{52}$/));

/** The DID of a mediator. */
export const mediatorDid = v.pipe(
  v.string(),
  v.maxLength(LIMITS.didLength),
  v.regex(/^did:web:[A-Za-z0-9:._~%-]+$/),
);

/** Rows wanted, at most `most`; absent means as many as a page holds. */
export const limitTo = (most: number) =>
  v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(most)));

/** Rows wanted of a page. */
export const limit = limitTo(LIMITS.page);

/** A nonce of a command or of socket authentication: at least 16 characters of the sender's randomness. */
export const nonce = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{16,64}$/));

/** A plain tag as it travels inside an event (protocol.md §6.7). */
export const plainTag = v.pipe(v.string(), v.check(isTag, 'not a tag'));

/** Plain tags of one event. */
export const plainTags = v.pipe(v.array(plainTag), v.maxLength(LIMITS.tags));

/** Any JSON; its limits are checked where it is parsed. */
export const text = v.pipe(
  v.string(),
  v.maxLength(LIMITS.envelopeBytes),
  v.check((value) => value.isWellFormed(), 'lone surrogate'),
);

/** A list of one kind of thing, one to a page of them. */
export function someOf<T extends v.GenericSchema>(item: T) {
  return v.pipe(v.array(item), v.minLength(1), v.maxLength(LIMITS.page));
}

function isBase64(value: string): boolean {
  try {
    base64Decode(value);
    return true;
  } catch {
    return false;
  }
}

function isAgreementKey(value: string): boolean {
  try {
    decodeAgreementKey(value);
    return true;
  } catch {
    return false;
  }
}
