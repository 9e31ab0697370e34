import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concatBytes, equalBytes, hex, hexDecode, utf8, utf8Decode } from '../../../lib/crypto/bytes.ts';

const bytes = fc.uint8Array({ maxLength: 100 });

describe('bytes', () => {
  it('joins and compares', () => {
    fc.assert(
      fc.property(bytes, bytes, (a, b) => {
        const joined = concatBytes(a, b);
        expect(equalBytes(joined.subarray(0, a.length), a)).toBe(true);
        expect(equalBytes(joined.subarray(a.length), b)).toBe(true);
        expect(equalBytes(a, b)).toBe(hex(a) === hex(b));
      }),
    );
  });

  it('carries hex and UTF-8 there and back', () => {
    fc.assert(fc.property(bytes, (a) => equalBytes(hexDecode(hex(a)), a)));
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => utf8Decode(utf8(text)) === text));
  });

  it('keeps a byte order mark', () => {
    expect(utf8Decode(utf8('\ufeffx'))).toBe('\ufeffx');
  });

  it.each(['A0', 'a', 'zz', '0x00', ' 00'])('refuses %j as hex', (text) => {
    expect(() => hexDecode(text)).toThrow(expect.objectContaining({ reason: 'hex' }));
  });

  it('refuses what UTF-8 cannot carry', () => {
    expect(() => utf8('\ud800')).toThrow(expect.objectContaining({ reason: 'lone-surrogate' }));
    expect(() => utf8Decode(Uint8Array.of(0xc0, 0x80))).toThrow(expect.objectContaining({ reason: 'utf8' }));
    expect(() => utf8Decode(Uint8Array.of(0xed, 0xa0, 0x80))).toThrow(
      expect.objectContaining({ reason: 'utf8' }),
    );
  });
});
