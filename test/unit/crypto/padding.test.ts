import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { utf8Decode } from '../../../lib/crypto/bytes.ts';
import { canonicalJson, parseCanonicalJson } from '../../../lib/crypto/canonical.ts';
import { PADDING, pad, unpad } from '../../../lib/crypto/padding.ts';

describe('padding', () => {
  it('T-64 leaves ten sizes from 256 bytes to 128 KiB', () => {
    const sizes = new Set<number>();
    for (let length = 0; length <= PADDING.largest; length += 509) sizes.add(pad('x'.repeat(length)).length);
    expect([...sizes]).toEqual([256, 512, 1024, 2048, 4096, 8192, 16_384, 32_768, 65_536, 131_072]);
  });

  it('T-64 gives 10,000 random messages at most nine sizes', () => {
    const sizes = new Set(fc.sample(fc.nat(64_000), 10_000).map((length) => pad('y'.repeat(length)).length));
    expect(sizes.size).toBeLessThanOrEqual(9);
  });

  it('goes up exactly where a bucket is full, in bytes', () => {
    expect(pad('x'.repeat(256))).toHaveLength(256);
    expect(pad('x'.repeat(257))).toHaveLength(512);
    expect(pad('é'.repeat(129))).toHaveLength(512);
    expect(pad('x'.repeat(131_072))).toHaveLength(131_072);
    expect(() => pad('x'.repeat(131_073))).toThrow(expect.objectContaining({ reason: 'too-large' }));
  });

  it('is ignored by readers', () => {
    fc.assert(
      fc.property(
        fc.jsonValue({ maxDepth: 2, noUnicodeString: false }).map((v) => JSON.stringify(v)),
        (content) => {
          const text = canonicalJson({ content });
          expect(utf8Decode(unpad(pad(text)))).toBe(text);
          expect(parseCanonicalJson(utf8Decode(unpad(pad(text))))).toEqual({ content });
        },
      ),
    );
  });
});
