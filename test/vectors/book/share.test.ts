import { expect } from 'vitest';
import { encryptAead, importAeadKey } from '../../../lib/crypto/aead.ts';
import { agreerFromSeed } from '../../../lib/crypto/agreement.ts';
import { base64Decode } from '../../../lib/crypto/base64.ts';
import { type Bytes, hex, hexDecode } from '../../../lib/crypto/bytes.ts';
import { hkdfSha256 } from '../../../lib/crypto/kdf.ts';
import { decodeAgreementKey } from '../../../lib/crypto/multikey.ts';
import { x25519 } from '../../../lib/crypto/noble-x25519.ts';
import { openNow } from '../../../lib/crypto/synchronous-aead.ts';
import { epochAgreer } from '../../../lib/protocol/epoch-key.ts';
import {
  openShare,
  parseRewrappedShare,
  type RewrappedShare,
  rewrapShare,
  wrapContentKey,
} from '../../../lib/protocol/share.ts';
import { HELD_INFO } from '../../../lib/protocol/wire.ts';
import { seededRandom } from '../../../scripts/vectors/support/seeded-random.ts';
import { runVectors } from '../../support/book/run-vectors.ts';

interface Input extends RewrappedShare {
  content_key_hex: string;
  public_key: string;
  commitment: string;
  ephemeral_seed_hex: string;
  nonce_hex: string;
  agreement_seed_hex: string;
  share: RewrappedShare;
  epoch_master_hex: string;
  address: string;
  recipient_pre_key: string;
}

function agreed(secretSeed: Bytes, publicKey: Bytes, commitment: string) {
  const secret = x25519.getSharedSecret(secretSeed, publicKey);
  const key = hkdfSha256(secret, HELD_INFO.share, 32, hexDecode(commitment));
  return { key, steps: { shared_secret_hex: hex(secret), key_hex: hex(key) } };
}

/** Shares open to keys whose bytes nobody sees, so what they encrypt is compared. */
async function expectSameKey(key: CryptoKey, bytes: Bytes): Promise<void> {
  const [plaintext, nonce] = [new Uint8Array(40), new Uint8Array(12)];
  const expected = await encryptAead(await importAeadKey(bytes), plaintext, nonce);
  expect(await encryptAead(key, plaintext, nonce)).toEqual(expected);
}

runVectors<Input>('share', {
  async wrap({ content_key_hex, public_key, commitment, ephemeral_seed_hex, nonce_hex }) {
    const to = decodeAgreementKey(public_key);
    const ephemeralSeed = hexDecode(ephemeral_seed_hex);
    const share = await seededRandom([ephemeralSeed, hexDecode(nonce_hex)], () =>
      wrapContentKey(hexDecode(content_key_hex), to, commitment),
    );
    const steps = {
      ephemeral_public_key_hex: hex(agreerFromSeed(ephemeralSeed).publicKey),
      ...agreed(ephemeralSeed, to, commitment).steps,
      sealed_hex: hex(base64Decode(share.ciphertext)),
    };
    return { steps, output: share };
  },
  async open({ epk, ciphertext, agreement_seed_hex, commitment }) {
    const seed = hexDecode(agreement_seed_hex);
    const key = await openShare({ epk, ciphertext }, agreerFromSeed(seed), commitment);
    const { key: wrapping, steps } = agreed(seed, decodeAgreementKey(epk), commitment);
    const contentKey = openNow(wrapping, base64Decode(ciphertext), new Uint8Array(0));
    await expectSameKey(key, Uint8Array.from(contentKey));
    return { steps, output: { content_key_hex: hex(contentKey) } };
  },
  async rewrap(input) {
    const { share, address, commitment } = input;
    const epoch = epochAgreer(hexDecode(input.epoch_master_hex), address);
    const recipientPreKey = decodeAgreementKey(input.recipient_pre_key);
    const ephemeralSeed = hexDecode(input.ephemeral_seed_hex);
    const rewrapped = await seededRandom([ephemeralSeed, hexDecode(input.nonce_hex)], () =>
      rewrapShare(share, { epochAgreer: epoch, commitment, recipientPreKey }),
    );
    const { key, steps } = agreed(ephemeralSeed, recipientPreKey, commitment);
    const contentKey = openNow(key, base64Decode(rewrapped.ciphertext), new Uint8Array(0));
    await expectSameKey(await openShare(share, epoch, commitment), Uint8Array.from(contentKey));
    return { steps: { content_key_hex: hex(contentKey), ...steps }, output: rewrapped };
  },
  parse({ share }) {
    return { output: parseRewrappedShare(share) };
  },
});
