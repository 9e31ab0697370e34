import { agreerFromSeed, assertAgreementKey } from '../../../lib/crypto/agreement.ts';
import { hex, hexDecode } from '../../../lib/crypto/bytes.ts';
import { canonicalCoordinate } from '../../../lib/crypto/montgomery-points.ts';
import { x25519 } from '../../../lib/crypto/noble-x25519.ts';
import { assertSameKey } from '../../support/book/assert-same-key.ts';
import { runVectors } from '../../support/book/run-vectors.ts';

runVectors<{ private_seed_hex: string; public_key_hex: string }>('agreement', {
  'take-in'({ public_key_hex }) {
    assertAgreementKey(hexDecode(public_key_hex));
    return { output: { public_key_hex } };
  },
  async agree({ private_seed_hex, public_key_hex }) {
    const [seed, publicKey] = [hexDecode(private_seed_hex), hexDecode(public_key_hex)];
    const agreed = await agreerFromSeed(seed).agree(publicKey);
    const secret = new Uint8Array(x25519.getSharedSecret(seed, publicKey));
    await assertSameKey(agreed, secret);
    return {
      steps: { canonical_public_key_hex: hex(canonicalCoordinate(publicKey)) },
      output: { shared_secret_hex: hex(secret) },
    };
  },
});
