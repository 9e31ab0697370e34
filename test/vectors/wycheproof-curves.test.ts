import { describe, expect, it } from 'vitest';
import { importAeadKey } from '../../lib/crypto/aead.ts';
import { agreerFromSeed, assertAgreementKey } from '../../lib/crypto/agreement.ts';
import { hexDecode } from '../../lib/crypto/bytes.ts';
import { verifySignature, verifySignatureByNoble } from '../../lib/crypto/signature.ts';
import { fingerprintOf } from '../runtime/run-cases.ts';
import { wycheproofAgreements, wycheproofSignatures } from '../support/wycheproof-cases.ts';

describe('Wycheproof curves', () => {
  it('T-66 gives the 151 Ed25519 verdicts by both paths', async () => {
    const rows = wycheproofSignatures();
    const verdicts = await Promise.all(
      rows.map(async (row) => {
        const [key, message, signature] = [row.publicKey, row.message, row.signature].map(hexDecode) as [
          Uint8Array<ArrayBuffer>,
          Uint8Array<ArrayBuffer>,
          Uint8Array<ArrayBuffer>,
        ];
        expect(verifySignatureByNoble(key, message, signature), row.name).toBe(row.valid);
        return verifySignature(key, message, signature);
      }),
    );
    expect(rows).toHaveLength(151);
    expect(rows.filter(({ valid }) => valid)).toHaveLength(88);
    expect(verdicts).toEqual(rows.map(({ valid }) => valid));
  });

  it('T-67 agrees on 487 secrets, and the 31 that give none are refused at intake and at agreement', async () => {
    const rows = wycheproofAgreements();
    const agreed = rows.filter(({ sharedSecret }) => sharedSecret !== null);
    expect([rows.length, agreed.length]).toEqual([518, 487]);
    for (const row of rows) {
      const publicKey = hexDecode(row.publicKey);
      const actual = await fingerprintOf(agreerFromSeed(hexDecode(row.secretKey)).agree(publicKey));
      if (row.sharedSecret === null) {
        expect(actual, row.name).toBe('error: all-zero');
        expect(() => assertAgreementKey(publicKey), row.name).toThrow(
          expect.objectContaining({ reason: 'agreement-key' }),
        );
      } else {
        expect(actual, row.name).toBe(await fingerprintOf(importAeadKey(hexDecode(row.sharedSecret))));
      }
    }
  });
});
