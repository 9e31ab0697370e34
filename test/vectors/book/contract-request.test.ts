import { decryptAead, importAeadKey } from '../../../lib/crypto/aead.ts';
import { agreerFromSeed } from '../../../lib/crypto/agreement.ts';
import { base64Decode } from '../../../lib/crypto/base64.ts';
import { hex, hexDecode, utf8Decode } from '../../../lib/crypto/bytes.ts';
import { decodeAgreementKey, encodeAgreementKey } from '../../../lib/crypto/multikey.ts';
import { x25519 } from '../../../lib/crypto/noble-x25519.ts';
import { unpad } from '../../../lib/crypto/padding.ts';
import { type ContractRequest, encryptRequest, openRequest } from '../../../lib/protocol/contract.ts';
import { parseDid } from '../../../lib/protocol/did.ts';
import { seededRandom } from '../../../scripts/vectors/support/seeded-random.ts';
import { runVectors } from '../../support/book/run-vectors.ts';

interface Input {
  request: ContractRequest;
  ephemeral_seed_hex: string;
  recipient_did: string;
  nonce_hex: string;
  encrypted_request: string;
  requestor_ephemeral_public_key: string;
  sender_did: string;
  own_did: string;
  pre_key_seed_hex: string;
  now: number;
}

runVectors<Input>('contract-request', {
  async encrypt({ request, ephemeral_seed_hex, recipient_did, nonce_hex }) {
    const seed = hexDecode(ephemeral_seed_hex);
    const ephemeral = agreerFromSeed(seed);
    const { preKey } = parseDid(recipient_did);
    const encrypted = await seededRandom([hexDecode(nonce_hex)], () =>
      encryptRequest(request, ephemeral, preKey),
    );
    const secret = new Uint8Array(x25519.getSharedSecret(seed, preKey));
    const plaintext = await decryptAead(await importAeadKey(secret), base64Decode(encrypted));
    return {
      steps: {
        wrapping_key_hex: hex(secret),
        canonical: utf8Decode(unpad(plaintext)),
        padded_length: plaintext.length,
      },
      output: {
        encrypted_request: encrypted,
        requestor_ephemeral_public_key: encodeAgreementKey(ephemeral.publicKey),
      },
    };
  },
  async open(input) {
    const seed = hexDecode(input.pre_key_seed_hex);
    const { signed, note } = await openRequest(input.encrypted_request, {
      preKeyAgreer: agreerFromSeed(seed),
      outerEphemeral: input.requestor_ephemeral_public_key,
      senderDid: input.sender_did,
      ownDid: input.own_did,
      now: input.now,
    });
    const outer = decodeAgreementKey(input.requestor_ephemeral_public_key);
    return {
      steps: { wrapping_key_hex: hex(x25519.getSharedSecret(seed, outer)) },
      output: { signed_contract: signed, note },
    };
  },
});
