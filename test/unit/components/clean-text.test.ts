import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanName, cleanText, spellOut } from '../../../components/text/clean-text.ts';

const forbidden = /[\p{Cc}\p{Zl}\p{Zp}\u00AD\u061C\u200B\u200E\u200F\u202A-\u202E\u2060-\u206F\uFEFF]/u;

describe('text from outside', () => {
  it.each([
    ['T-09 a right-to-left override', 'invoice\u202Egnp.exe', 'invoicegnp.exe'],
    ['T-09 isolates', '\u2066a\u2069b', 'ab'],
    ['T-09 zero-width characters', 'B\u200Bo\u2060b\uFEFF', 'Bob'],
    ['T-09 a soft hyphen', 'Bo\u00ADb', 'Bob'],
    ['T-09 tag characters', 'Bob\u{E0041}\u{E007F}', 'Bob'],
    ['T-09 Hangul fillers', '\u3164\u115F', ''],
    ['T-09 control characters', 'a\u0000b\u001Bc', 'abc'],
    ['line breaks of all kinds', 'a\r\nb\u2028c\rd', 'a\nb\nc\nd'],
    ['a family', '👨‍👩‍👧', '👨‍👩‍👧'],
    ['a skin tone', '👍🏽', '👍🏽'],
    ['a heart with its selector', '❤️', '❤️'],
    ['a joiner between Latin letters', 'a\u200Db', 'ab'],
    ['a non-joiner of Persian', 'می‌خواهم', 'می‌خواهم'],
    ['a joiner of Devanagari', 'क्‍ष', 'क्‍ष'],
    ['a lone surrogate', 'a\uD800b', 'a\uFFFDb'],
    ['markup, as it is', '<b>x</b>', '<b>x</b>'],
  ])('%s', (_, text, expected) => {
    expect(cleanText(text)).toBe(expected);
  });

  it('T-09 keeps at most four marks on a letter', () => {
    expect([...cleanText(`Z${'\u0301'.repeat(50)}`)]).toHaveLength(5);
  });

  it('T-09 lets nothing invisible through, whatever is written', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(cleanText(text).replace(/[\n\t]/g, '')).not.toMatch(forbidden);
        expect(cleanName(text)).not.toMatch(/[\n\t]/);
      }),
      { numRuns: 500 },
    );
  });

  it('is the same when cleaned twice', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(cleanText(cleanText(text))).toBe(cleanText(text));
      }),
    );
  });

  it('puts a name on one line', () => {
    expect(cleanName('  Bob\n\n of   the harbour ')).toBe('Bob of the harbour');
  });

  it('spells out what is hidden in a text that is signed', () => {
    expect(spellOut('{"a":"x\u202Ey"}\n')).toBe('{"a":"x\\u{202e}y"}\n');
  });
});
