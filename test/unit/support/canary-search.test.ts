import { describe, expect, it } from 'vitest';
import { findCanaries, textCanary } from '../../support/canary-search.ts';

const canary = textCanary('secret', 'the quick brown fox: ä');
const wrap = (text: string | Buffer) =>
  Buffer.concat([Buffer.from('before '), Buffer.from(text), Buffer.from(' after')]);

describe('findCanaries', () => {
  it('finds nothing where nothing is', () => {
    expect(findCanaries(wrap('the quick brown dog'), [canary])).toEqual([]);
  });

  it.each(['hex', 'base64', 'base64url', 'utf16le', 'utf8'] as const)(
    'finds one written as %s',
    (encoding) => {
      const bytes = Buffer.from(canary.bytes);
      const written =
        encoding === 'utf16le' ? Buffer.from(bytes.toString(), 'utf16le') : bytes.toString(encoding);
      expect(findCanaries(wrap(written), [canary])).not.toEqual([]);
    },
  );

  it.each([0, 1, 2, 3, 4])('finds one within base64 that began %i bytes earlier', (earlier) => {
    const around = Buffer.concat([
      Buffer.alloc(earlier, 0xa7),
      Buffer.from(canary.bytes),
      Buffer.alloc(5, 0x3c),
    ]);
    expect(findCanaries(wrap(around.toString('base64')), [canary])).toContain('secret (base64)');
  });
});
