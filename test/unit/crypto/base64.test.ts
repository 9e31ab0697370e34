import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { base64Decode, base64Encode } from '../../../lib/crypto/base64.ts';
import { base64urlDecode, base64urlEncode } from '../../../lib/crypto/base64url.ts';

describe('base64', () => {
  it('decodes only what it would encode', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        expect(base64Decode(base64Encode(bytes))).toEqual(bytes);
        expect(base64urlDecode(base64urlEncode(bytes))).toEqual(bytes);
        expect(base64Encode(bytes)).toBe(Buffer.from(bytes).toString('base64'));
        expect(base64urlEncode(bytes)).toBe(Buffer.from(bytes).toString('base64url'));
      }),
    );
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'AQgw/-_+= \n'), maxLength: 9 }), (text) => {
        for (const [decode, encode] of [
          [base64Decode, base64Encode],
          [base64urlDecode, base64urlEncode],
        ] as const) {
          let bytes: Uint8Array;
          try {
            bytes = decode(text);
          } catch {
            continue;
          }
          expect(encode(bytes)).toBe(text);
        }
      }),
    );
  });

  it.each(['QQ', 'QQ=', 'QR==', 'QQ==\n', ' QQ==', 'Q Q==', 'QQ==QQ==', '=', 'QUI_', 'QQ==='])(
    'refuses %j',
    (text) => {
      expect(() => base64Decode(text)).toThrow(expect.objectContaining({ reason: 'base64' }));
    },
  );

  it.each(['QQ==', 'QR', 'Q', 'QUI+', 'QUI/', 'QQ\t'])('refuses %j without padding', (text) => {
    expect(() => base64urlDecode(text)).toThrow(expect.objectContaining({ reason: 'base64url' }));
  });
});
