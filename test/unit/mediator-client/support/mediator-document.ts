import { agreerFromSeed } from '../../../../lib/crypto/agreement.ts';
import { randomBytes } from '../../../../lib/crypto/bytes.ts';
import { signerFromSeed } from '../../../../lib/crypto/signature.ts';
import { mediatorDocument } from '../../../../lib/protocol/did-web.ts';

/** A mediator's document with fresh keys, as it would be served. */
export function documentFor(did: string, endpoint: string): unknown {
  const signingKey = new Uint8Array(signerFromSeed(randomBytes(32)).publicKey);
  const preKey = new Uint8Array(agreerFromSeed(randomBytes(32)).publicKey);
  return mediatorDocument({ did, signingKey, preKey, endpoint });
}

/** JSON as a `Response`. */
export function jsonResponse(json: unknown, status = 200): Response {
  return new Response(JSON.stringify(json), { status, headers: { 'content-type': 'application/json' } });
}
