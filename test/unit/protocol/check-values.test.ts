import { x25519 } from '@noble/curves/ed25519.js';
import { describe, expect, it } from 'vitest';
import { encryptAead, importAeadKey } from '../../../lib/crypto/aead.ts';
import { base64Encode } from '../../../lib/crypto/base64.ts';
import { hex, hexDecode, utf8 } from '../../../lib/crypto/bytes.ts';
import { canonicalJson } from '../../../lib/crypto/canonical.ts';
import { sha256 } from '../../../lib/crypto/hash.ts';
import {
  completeRequest,
  contractId,
  rootKey,
  signRequest,
  verifySignedContract,
} from '../../../lib/protocol/contract.ts';
import { alice, bob, requestContract, seed } from './check-identities.ts';

const ROOT_SECRET = '16bf30cd65488e7ae1701158ad81d3feee9e6209f2089beda9f66280eb461674';
const WRAPPING_KEY = '8a7eddf1d2e69d6c895a5e969092dd6be0caa725d435c0244fe33fc2259aa847';
const SEALED_HELLO = 'BwcHBwcHBwcHBwcHT+TtMe47cnVh2Fz24Ae88xNstTnm/yUKjA==';

describe('the check values of protocol.md §2', () => {
  it('makes both DIDs', () => {
    expect(alice.did.did).toBe(
      'did:decentrl:YWxpY2U:z6Mkon3Necd6NkkyfoGoHxid2znGc59LU3K7mubaRcFbLfLX:z6LSqaU49Tn4sboPj9gbrxmcJ7sHF5gu6bzAASfJnh9meXK6:ZGlkOndlYjptZWRpYXRvci5leGFtcGxl',
    );
    expect(bob.did.did).toBe(
      'did:decentrl:Ym9i:z6Mkt6316e2PN3mZdB6N9CrzomJYUd1s5yBZi1XYHmwT9TUP:z6LSh6zfJpSAp8142MKt2zeXVBhc5Ze38qhBfK9V8JXoSRWc:ZGlkOndlYjptZWRpYXRvci5leGFtcGxl',
    );
  });

  it('agrees on the root secret and the wrapping key', async () => {
    expect(hex(x25519.getSharedSecret(seed(3), bob.ephemeral.publicKey))).toBe(ROOT_SECRET);
    expect(hex(x25519.getSharedSecret(seed(3), bob.preKey.publicKey))).toBe(WRAPPING_KEY);
    const nonce = seed(7).slice(0, 12);
    const plaintext = utf8('Hello Bob');
    for (const key of [
      await alice.ephemeral.agree(bob.ephemeral.publicKey),
      await bob.ephemeral.agree(alice.ephemeral.publicKey),
      await importAeadKey(hexDecode(ROOT_SECRET)),
    ]) {
      expect(base64Encode(await encryptAead(key, plaintext, nonce))).toBe(SEALED_HELLO);
    }
    const sealed = await encryptAead(await importAeadKey(hexDecode(WRAPPING_KEY)), plaintext, nonce);
    expect(await encryptAead(await bob.preKey.agree(alice.ephemeral.publicKey), plaintext, nonce)).toEqual(
      sealed,
    );
  });

  it('signs the contract, completes it and names it', async () => {
    const contract = requestContract();
    expect(hex(sha256(utf8(canonicalJson(contract))))).toBe(
      'd4ffed522a192aec3d0187c243ab3938bce8ef6d6fe7d8b732988ad02a12f3b9',
    );
    const request = await signRequest({ contract }, alice.signer);
    expect(request.requestor_signature).toBe(
      'YT++0oJQUrv6u8PqqWh3Gmdi9qYCAnDhalx1j1GjXbzRCpQfUhnjWlWoPgP7VsFYMhnIF+6TYWec+xN/c8MTDA==',
    );
    const signed = await completeRequest(request, {
      recipientEphemeral: bob.ephemeralMultibase,
      signer: bob.signer,
    });
    expect(signed.recipient_signature).toBe(
      'vNiLl5NuQNLk8xZh0f9xEPZ4oP4UFzfLc5YW/8MFas0500sywFERT1ZVo/ofFx9wT773Tw/5sHNZxw4W5eUYDA==',
    );
    const id = '08cf7292ba8c32fcf0c974303decc3a6a8df924b68f426fb078193e79c246c58';
    expect(contractId(signed.contract)).toBe(id);
    const verified = await verifySignedContract(signed);
    expect(verified).toEqual({ contractId: id, requestor: alice.did, recipient: bob.did });
    const nonce = seed(7).slice(0, 12);
    for (const own of [alice.ephemeral, bob.ephemeral]) {
      const sealed = await encryptAead(await rootKey(signed.contract, own), utf8('Hello Bob'), nonce);
      expect(base64Encode(sealed)).toBe(SEALED_HELLO);
    }
  });
});
