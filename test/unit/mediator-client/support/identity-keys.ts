import { agreerFromSeed } from '../../../../lib/crypto/agreement.ts';
import { randomBytes } from '../../../../lib/crypto/bytes.ts';
import { signerFromSeed } from '../../../../lib/crypto/signature.ts';
import type { IdentityKeys } from '../../../../lib/keys/identity-keys.ts';
import { formatDid, parseDid } from '../../../../lib/protocol/did.ts';

const aesUsages = ['encrypt', 'decrypt'] as const;

/** An identity with fresh keys that names `mediatorDid`. */
export async function makeIdentityKeys(
  mediatorDid = 'did:web:mediator.example',
  index = 0,
): Promise<IdentityKeys> {
  const signer = signerFromSeed(randomBytes(32));
  const preKey = agreerFromSeed(randomBytes(32));
  const did = formatDid({
    alias: `person-${index}`,
    signingKey: new Uint8Array(signer.publicKey),
    preKey: new Uint8Array(preKey.publicKey),
    mediatorDid,
  });
  return {
    index,
    did: parseDid(did),
    signer,
    preKey,
    store: await crypto.subtle.importKey('raw', randomBytes(32), 'AES-GCM', false, aesUsages),
    tag: await crypto.subtle.importKey('raw', randomBytes(32), { name: 'HMAC', hash: 'SHA-512' }, false, [
      'sign',
    ]),
    indexKey: await crypto.subtle.importKey(
      'raw',
      randomBytes(32),
      { name: 'HMAC', hash: 'SHA-256' },
      false,
      ['sign'],
    ),
  };
}
