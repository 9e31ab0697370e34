import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Bytes } from '../../../lib/crypto/bytes.ts';
import { isSignatureShaped } from '../../../lib/crypto/edwards-points.ts';
import { importPrivateKey } from '../../../lib/crypto/native-keys.ts';
import {
  assertSigningKey,
  importVerifyKey,
  signerFromKey,
  signerFromSeed,
  verifySignature,
  verifySignatureByNoble,
} from '../../../lib/crypto/signature.ts';

const seeds = fc.uint8Array({ minLength: 32, maxLength: 32 }) as fc.Arbitrary<Bytes>;
const messages = fc.uint8Array({ maxLength: 200 }) as fc.Arbitrary<Bytes>;

function flip(bytes: Bytes, bit: number): Bytes {
  const changed = bytes.slice();
  const at = Math.floor(bit / 8) % changed.length;
  changed[at] = (changed[at] as number) ^ (1 << (bit % 8));
  return changed;
}

describe('signatures', () => {
  it('are the same bytes from a seed and from a key that cannot be exported', async () => {
    await fc.assert(
      fc.asyncProperty(seeds, messages, async (seed, message) => {
        const signer = signerFromSeed(seed);
        const key = (await importPrivateKey('Ed25519', seed)) as CryptoKey;
        expect(key.extractable).toBe(false);
        const signature = await signer.sign(message);
        expect(await signerFromKey(key, signer.publicKey).sign(message)).toEqual(signature);
        expect(await verifySignature(signer.publicKey, message, signature)).toBe(true);
      }),
      { numRuns: 20 },
    );
  });

  it('are refused with any bit of key, message or signature flipped, by every path', async () => {
    await fc.assert(
      fc.asyncProperty(
        seeds,
        fc.uint8Array({ minLength: 1, maxLength: 64 }),
        fc.nat(511),
        async (seed, text, bit) => {
          const signer = signerFromSeed(seed);
          const message = text as Bytes;
          const signature = await signer.sign(message);
          for (const [k, m, s] of [
            [flip(signer.publicKey, bit), message, signature],
            [signer.publicKey, flip(message, bit), signature],
            [signer.publicKey, message, flip(signature, bit)],
          ] as const) {
            expect(await verifySignature(k, m, s)).toBe(false);
            expect(verifySignatureByNoble(k, m, s)).toBe(false);
          }
        },
      ),
      { numRuns: 20 },
    );
  });

  it('are refused under another key', async () => {
    const [alice, bob] = [
      signerFromSeed(new Uint8Array(32).fill(1)),
      signerFromSeed(new Uint8Array(32).fill(4)),
    ];
    const message = new Uint8Array(3);
    expect(await verifySignature(bob.publicKey, message, await alice.sign(message))).toBe(false);
  });

  it('are checked by one imported key as often as wanted', async () => {
    const signer = signerFromSeed(new Uint8Array(32).fill(9));
    const verifier = await importVerifyKey(signer.publicKey);
    for (let i = 0; i < 5; i++) {
      const message = new Uint8Array(i);
      expect(await verifier.verify(message, await signer.sign(message))).toBe(true);
      expect(await verifier.verify(new Uint8Array(i + 1), await signer.sign(message))).toBe(false);
    }
    expect(await verifier.verify(new Uint8Array(0), new Uint8Array(63))).toBe(false);
  });

  it('keep their seed when the caller wipes its own', async () => {
    const seed = new Uint8Array(32).fill(5);
    const signer = signerFromSeed(seed);
    seed.fill(0);
    const message = new Uint8Array(1);
    expect(await verifySignature(signer.publicKey, message, await signer.sign(message))).toBe(true);
  });

  it('need a key of 32 bytes in the prime-order subgroup', async () => {
    for (const key of [
      new Uint8Array(0),
      new Uint8Array(31),
      new Uint8Array(33),
      new Uint8Array(32),
      new Uint8Array(32).fill(255),
    ]) {
      expect(() => assertSigningKey(key)).toThrow(expect.objectContaining({ reason: 'signing-key' }));
      await expect(importVerifyKey(key)).rejects.toMatchObject({ reason: 'signing-key' });
    }
    expect(() => signerFromSeed(new Uint8Array(31))).toThrow('32 bytes');
  });

  it('have 64 bytes and a reduced S', () => {
    expect(isSignatureShaped(new Uint8Array(64))).toBe(true);
    expect(isSignatureShaped(new Uint8Array(64).fill(255))).toBe(false);
    expect(isSignatureShaped(new Uint8Array(65))).toBe(false);
  });
});
