import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decryptAead, encryptAead, importAeadKey } from '../../../lib/crypto/aead.ts';
import {
  agreeByNoble,
  agreerFromKey,
  agreerFromSeed,
  generateAgreement,
} from '../../../lib/crypto/agreement.ts';
import type { Bytes } from '../../../lib/crypto/bytes.ts';
import { importPrivateKey } from '../../../lib/crypto/native-keys.ts';

const seeds = fc.uint8Array({ minLength: 32, maxLength: 32 }) as fc.Arbitrary<Bytes>;
const zeros = () => new Uint8Array(16);

const seal = (key: CryptoKey) => encryptAead(key, zeros(), new Uint8Array(12));

describe('agreement', () => {
  it('gives both sides one key that cannot be exported, by every path', async () => {
    await fc.assert(
      fc.asyncProperty(seeds, seeds, async (a, b) => {
        const [alice, bob] = [agreerFromSeed(a), agreerFromSeed(b)];
        const native = agreerFromKey((await importPrivateKey('X25519', a)) as CryptoKey, alice.publicKey);
        const key = await alice.agree(bob.publicKey);
        expect(key.extractable).toBe(false);
        const expected = await seal(key);
        for (const same of [
          bob.agree(alice.publicKey),
          native.agree(bob.publicKey),
          agreeByNoble(a, bob.publicKey),
        ]) {
          expect(await seal(await same)).toEqual(expected);
        }
      }),
      { numRuns: 20 },
    );
  });

  it('can be wrapped once and unwrapped where nothing can read it', async () => {
    const { agreer, privateKey, publicKey } = await generateAgreement();
    expect(privateKey.extractable).toBe(true);
    const store = await importAeadKey(new Uint8Array(32).fill(8), ['wrapKey', 'unwrapKey']);
    const iv = new Uint8Array(12);
    const wrapped = await crypto.subtle.wrapKey('pkcs8', privateKey, store, { name: 'AES-GCM', iv });
    const kept = await crypto.subtle.unwrapKey(
      'pkcs8',
      wrapped,
      store,
      { name: 'AES-GCM', iv },
      'X25519',
      false,
      ['deriveKey'],
    );
    const peer = agreerFromSeed(new Uint8Array(32).fill(2));
    const expected = await seal(await agreer.agree(peer.publicKey));
    expect(await seal(await agreerFromKey(kept, publicKey).agree(peer.publicKey))).toEqual(expected);
    expect(await seal(await peer.agree(publicKey))).toEqual(expected);
  });

  it('T-67 D-02 refuses a peer key that gives no secret, or of another length', async () => {
    const agreer = agreerFromSeed(new Uint8Array(32).fill(2));
    const one = Uint8Array.from({ length: 32 }, (_, i) => (i === 0 ? 1 : 0));
    await expect(agreer.agree(new Uint8Array(32))).rejects.toMatchObject({ reason: 'all-zero' });
    await expect(agreer.agree(one)).rejects.toMatchObject({ reason: 'all-zero' });
    await expect(agreer.agree(new Uint8Array(31))).rejects.toMatchObject({ reason: 'bytes' });
    await expect(agreeByNoble(new Uint8Array(32).fill(2), one)).rejects.toMatchObject({ reason: 'all-zero' });
  });
});

describe('encryption', () => {
  it('opens what it sealed, and T-70 nothing that was changed, cut or sealed for another', async () => {
    const key = await importAeadKey(new Uint8Array(32).fill(1));
    const other = await importAeadKey(new Uint8Array(32).fill(2));
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), fc.nat(), async (bytes, bit) => {
        const sealed = await encryptAead(key, bytes as Bytes);
        expect(sealed).toHaveLength(bytes.length + 28);
        expect(await decryptAead(key, sealed)).toEqual(bytes);
        const changed = sealed.slice();
        changed[bit % sealed.length] = (changed[bit % sealed.length] as number) ^ 1;
        for (const [k, s] of [
          [key, changed],
          [other, sealed],
          [key, sealed.slice(0, -1)],
          [key, sealed.slice(1)],
        ] as const) {
          await expect(decryptAead(k, s)).rejects.toMatchObject({ name: 'CryptoError' });
        }
      }),
      { numRuns: 20 },
    );
    await expect(decryptAead(key, new Uint8Array(27))).rejects.toMatchObject({ reason: 'too-short' });
    await expect(encryptAead(key, zeros(), new Uint8Array(16))).rejects.toMatchObject({ reason: 'bytes' });
    await expect(importAeadKey(new Uint8Array(16))).rejects.toMatchObject({ reason: 'bytes' });
  });

  it('never takes one nonce twice', async () => {
    const key = await importAeadKey(new Uint8Array(32).fill(1));
    const nonces = new Set<string>();
    for (let i = 0; i < 200; i++) nonces.add((await encryptAead(key, zeros())).subarray(0, 12).join());
    expect(nonces.size).toBe(200);
  });
});
