/**
 * The only place where the protocol signs and verifies. What goes in is an object of one of the closed schemas of this
 * folder, pairwise disjoint by their member names, so that a signature over one type never verifies as another
 * (protocol.md §3.9, T-25, T-69).
 */
import { base64Decode, base64Encode } from '../crypto/base64.ts';
import { type Bytes, equalBytes, utf8 } from '../crypto/bytes.ts';
import { canonicalJson } from '../crypto/canonical.ts';
import { importVerifyKey, type Signer, type Verifier } from '../crypto/signature.ts';
import { ProtocolError, refusing, refusingAsync } from './protocol-error.ts';

/** Base64 signature over the canonical JSON of an object of a closed schema, without its `signature` member. */
export async function signObject(unsigned: object, signer: Signer): Promise<string> {
  return base64Encode(await signer.sign(signedBytes(unsigned)));
}

/** Throws `ProtocolError('signature')` unless the signature over the object is the key's. */
export async function verifyObject(
  unsigned: object,
  signature: string,
  key: Bytes | Verifier,
): Promise<void> {
  return verifyBytes(signedBytes(unsigned), signature, key);
}

/**
 * The same over an object that was read as canonical JSON, its `signature` member in it and not the last one: what is
 * signed is cut out of that text instead of being made again.
 */
export async function verifySignedText(
  text: string,
  signature: string,
  key: Bytes | Verifier,
): Promise<void> {
  // Quotes inside a string are escaped, so this stands where the member stands and nowhere else.
  return verifyBytes(utf8(text.replace(`"signature":"${signature}",`, '')), signature, key);
}

async function verifyBytes(bytes: Bytes, signature: string, key: Bytes | Verifier): Promise<void> {
  const verifier = key instanceof Uint8Array ? await refusingAsync(importVerifyKey(key)) : key;
  const signatureBytes = refusing(() => base64Decode(signature), 'signature');
  if (!(await verifier.verify(bytes, signatureBytes))) {
    throw new ProtocolError('signature', 'the signature is not valid');
  }
}

/** Throws `ProtocolError('signer')` when the signer's key is not the one the object will be verified with. */
export function assertSigner(signer: Signer, signingKey: Uint8Array): void {
  if (!equalBytes(signer.publicKey, signingKey))
    throw new ProtocolError('signer', 'the signer is not this identity');
}

function signedBytes(unsigned: object): Bytes {
  return refusing(() => utf8(canonicalJson(unsigned)));
}
