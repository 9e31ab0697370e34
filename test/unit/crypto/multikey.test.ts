import { base58 } from '@scure/base';
import { describe, expect, it } from 'vitest';
import { agreerFromSeed } from '../../../lib/crypto/agreement.ts';
import { hexDecode } from '../../../lib/crypto/bytes.ts';
import {
  decodeAgreementKey,
  decodeSigningKey,
  encodeAgreementKey,
  encodeSigningKey,
} from '../../../lib/crypto/multikey.ts';
import { signerFromSeed } from '../../../lib/crypto/signature.ts';
import edgeCases from '../../vectors/data/edge-cases.json' with { type: 'json' };

const signing = signerFromSeed(new Uint8Array(32).fill(1)).publicKey;
const agreement = agreerFromSeed(new Uint8Array(32).fill(2)).publicKey;

describe('multibase keys', () => {
  it('begin z6Mk and z6LS, and come back', () => {
    expect(encodeSigningKey(signing)).toMatch(/^z6Mk/);
    expect(encodeAgreementKey(agreement)).toMatch(/^z6LS/);
    expect(decodeSigningKey(encodeSigningKey(signing))).toEqual(signing);
    expect(decodeAgreementKey(encodeAgreementKey(agreement))).toEqual(agreement);
  });

  it('T-73 are refused in each other’s place', () => {
    expect(() => decodeSigningKey(encodeAgreementKey(agreement))).toThrow(
      expect.objectContaining({ reason: 'multikey' }),
    );
    expect(() => decodeAgreementKey(encodeSigningKey(signing))).toThrow(
      expect.objectContaining({ reason: 'multikey' }),
    );
  });

  it.each([
    ['', 'nothing'],
    ['z', 'no bytes'],
    ['u7QE', 'another base'],
    [encodeSigningKey(signing).slice(1), 'no prefix'],
    [`z1${encodeSigningKey(signing).slice(1)}`, 'a leading zero'],
    [`${encodeSigningKey(signing)} `, 'a space'],
    [`z${base58.encode(Uint8Array.of(0xed, 1, ...signing.slice(1)))}`, '31 bytes'],
    [`z${base58.encode(Uint8Array.of(0xed, 1, ...signing, 0))}`, '33 bytes'],
    [`z${'1'.repeat(100_000)}`, 'a long text'],
    [`z${'0'.repeat(46)}`, 'no base58'],
  ])('refuses %.20j: %s', (text) => {
    expect(() => decodeSigningKey(text)).toThrow(expect.objectContaining({ name: 'CryptoError' }));
  });

  it('T-66 T-67 takes in no small-order, torsioned or non-canonical key', () => {
    const refused = edgeCases.signatures.filter(({ name }) =>
      /^(small-order A|torsioned A|A not|A and R not)/.test(name),
    );
    expect(refused.length).toBeGreaterThan(80);
    for (const { publicKey, name } of refused) {
      expect(() => decodeSigningKey(encodeSigningKey(hexDecode(publicKey))), name).toThrow(
        expect.objectContaining({ reason: 'signing-key' }),
      );
    }
    for (const { publicKey, name, accepted } of edgeCases.agreements) {
      const decode = () => decodeAgreementKey(encodeAgreementKey(hexDecode(publicKey)));
      if (accepted) expect(decode, name).not.toThrow();
      else expect(decode, name).toThrow(expect.objectContaining({ reason: 'agreement-key' }));
    }
  });
});
