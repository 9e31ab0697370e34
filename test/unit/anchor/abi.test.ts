import { describe, expect, it } from 'vitest';
import { decodeNumber, decodeStoreCid, decodeText, decodeTexts } from '../../../lib/anchor/abi.ts';
import { AnchorError } from '../../../lib/anchor/anchor-error.ts';

const word = (value: number | bigint) => value.toString(16).padStart(64, '0');
const bytes = (...words: string[]) => new Uint8Array(Buffer.from(words.join(''), 'hex'));
const TEXT = Buffer.from('bafy').toString('hex').padEnd(64, '0');
const ONE = [word(32), word(4), TEXT];

describe('T-78 ABI answers', () => {
  it('are read where they are what they say', () => {
    expect(decodeText(bytes(...ONE))).toBe('bafy');
    expect(decodeTexts(bytes(word(32), word(1), ...ONE), 1)).toEqual(['bafy']);
    expect(decodeNumber(bytes(word(7)))).toBe(7n);
    expect(decodeStoreCid(bytes('ccfdd32b', ...ONE))).toBe('bafy');
  });

  it.each<[string, () => unknown]>([
    ['a length of 2^255', () => decodeText(bytes(word(32), word(2n ** 255n), TEXT))],
    ['an offset of 2^255', () => decodeText(bytes(word(2n ** 255n), word(4), TEXT))],
    ['an offset just behind the end', () => decodeText(bytes(word(96), word(4), TEXT))],
    ['a length just behind the end', () => decodeText(bytes(word(32), word(33), TEXT))],
    ['nothing', () => decodeText(new Uint8Array())],
    ['an array of 2^255', () => decodeTexts(bytes(word(32), word(2n ** 255n)), 1)],
    ['an array of another length', () => decodeTexts(bytes(word(32), word(2), ...ONE), 1)],
    ['two words for a number', () => decodeNumber(bytes(word(1), word(2)))],
  ])('with %s are malformed', (_, read) => {
    expect(read).toThrow(AnchorError);
  });

  it('that point at themselves or at each other end all the same', () => {
    expect(decodeText(bytes(word(0)))).toBe('');
    expect(() => decodeTexts(bytes(word(0), word(0), word(0)), 3)).toThrow(AnchorError);
    const loop = bytes(word(32), word(3), word(0), word(0), word(0));
    expect(decodeTexts(loop, 3)).toEqual(['', '', '']);
  });

  it('that are no UTF-8, or longer than any CID, are no texts and no harm', () => {
    expect(decodeText(bytes(word(32), word(2), 'c328'.padEnd(64, '0')))).toBeNull();
    expect(decodeText(bytes(word(32), word(160), '61'.repeat(160)))).toBeNull();
    expect(decodeStoreCid(bytes('ccfdd32b', word(2n ** 255n)))).toBeNull();
    expect(decodeStoreCid(bytes('deadbeef', ...ONE))).toBeNull();
  });
});
