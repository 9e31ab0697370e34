import { wordlist } from '@scure/bip39/wordlists/english.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { generateRoot, rootFromWords, wordsFromRoot } from '../../../lib/crypto/mnemonic.ts';

const zeroWords = [...Array<string>(23).fill('abandon'), 'art'];

describe('the 24 words', () => {
  it('are those of BIP-39', () => {
    expect(wordsFromRoot(new Uint8Array(32), wordlist)).toEqual(zeroWords);
    expect(wordsFromRoot(new Uint8Array(32).fill(0xff), wordlist).join(' ')).toBe(`${'zoo '.repeat(23)}vote`);
  });

  it('give their root back, however they were typed', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (root) => {
        const words = wordsFromRoot(root, wordlist);
        expect(rootFromWords(words.join(' '), wordlist)).toEqual(root);
        expect(rootFromWords(`  ${words.join('\n\t ').toUpperCase()} `, wordlist)).toEqual(root);
        expect(rootFromWords(words.map((word, i) => `${i + 1}. ${word}`).join('\n'), wordlist)).toEqual(root);
      }),
      { numRuns: 20 },
    );
    expect(rootFromWords(wordsFromRoot(generateRoot(), wordlist).join(' '), wordlist)).toHaveLength(32);
  });

  it('say which word is wrong', () => {
    const typo = zeroWords.with(6, 'abandom').join(' ');
    expect(() => rootFromWords(typo, wordlist)).toThrow(
      expect.objectContaining({ reason: 'unknown-word', position: 7 }),
    );
    expect(() => rootFromWords(zeroWords.slice(1).join(' '), wordlist)).toThrow(
      expect.objectContaining({ reason: 'word-count' }),
    );
    expect(() => rootFromWords(zeroWords.with(23, 'abandon').join(' '), wordlist)).toThrow(
      expect.objectContaining({ reason: 'checksum', position: null }),
    );
    expect(() => rootFromWords('', wordlist)).toThrow(expect.objectContaining({ reason: 'word-count' }));
  });
});
