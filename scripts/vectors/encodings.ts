import { base64Decode, base64Encode } from '../../lib/crypto/base64.ts';
import { base64urlDecode, base64urlEncode } from '../../lib/crypto/base64url.ts';
import { hex, hexDecode, utf8Decode } from '../../lib/crypto/bytes.ts';
import { casesOf } from './support/cases-of.ts';
import { seededBytes } from './support/seeded-bytes.ts';
import type { VectorFile } from './support/vector-file.ts';

interface Text {
  [member: string]: string;
  text: string;
}
interface Raw {
  [member: string]: string;
  bytes_hex: string;
}

const { accept, refuse } = casesOf({
  'write-base64': ({ bytes_hex }: Raw) => ({ output: { base64: base64Encode(hexDecode(bytes_hex)) } }),
  'read-base64': ({ text }: Text) => ({ output: { bytes_hex: hex(base64Decode(text)) } }),
  'write-base64url': ({ bytes_hex }: Raw) => ({
    output: { base64url: base64urlEncode(hexDecode(bytes_hex)) },
  }),
  'read-base64url': ({ text }: Text) => ({ output: { bytes_hex: hex(base64urlDecode(text)) } }),
  'read-hex': ({ text }: Text) => ({ output: { bytes: [...hexDecode(text)] } }),
  'read-utf8': ({ bytes_hex }: Raw) => ({ output: { text: utf8Decode(hexDecode(bytes_hex)) } }),
});

const BYTES = ['', '00', '0000', '000000', 'ff', 'fbff', 'fbefbe', hex(seededBytes('encodings', 64))];

const NO_BASE64 = [
  ['padding is missing', 'AA', 'The length is a multiple of four.'],
  ['half of the padding is missing', 'AA=', 'The length is a multiple of four.'],
  ['too much padding', 'AAA==', 'The length is a multiple of four.'],
  ['padding alone', '====', 'Padding follows digits.'],
  ['padding after a whole group', 'AAAA====', 'Padding follows two or three digits.'],
  ['padding inside', 'AA==AA==', 'Padding is at the end.'],
  ['loose bits before two signs of padding', 'AB==', 'The last four bits are not zero.'],
  ['loose bits before one sign of padding', 'AAB=', 'The last two bits are not zero.'],
  ['a space', 'AA AA', 'It is no digit.'],
  ['a space at the end', 'AAAA ', 'It is no digit.'],
  ['a line feed', 'AAAA\nAAAA', 'It is no digit.'],
  ['a line feed at the end', 'AAAA\n', 'It is no digit.'],
  ['the other alphabet', '-_8=', 'These are digits of base64url.'],
  ['one digit', 'A', 'A byte has two digits.'],
  ['a letter outside ASCII', 'AAA\u00c4', 'It is no digit.'],
] as const;

const NO_BASE64URL = [
  ['padding', 'AA==', 'There is no padding.'],
  ['one sign of padding', 'AAA=', 'There is no padding.'],
  ['loose bits of two digits', 'AB', 'The last four bits are not zero.'],
  ['loose bits of three digits', 'AAB', 'The last two bits are not zero.'],
  ['one digit', 'A', 'A byte has two digits.'],
  ['five digits', 'AAAAA', 'A byte has two digits.'],
  ['the other alphabet', '+/8', 'These are digits of base64.'],
  ['a space', 'AA AA', 'It is no digit.'],
  ['a line feed at the end', 'AAAA\n', 'It is no digit.'],
] as const;

const NO_HEX = [
  ['capitals', 'AB', 'Hex is lower case.'],
  ['an odd number of digits', 'abc', 'A byte has two digits.'],
  ['a prefix', '0x00', 'There is no prefix.'],
  ['a space', 'ab cd', 'It is no digit.'],
  ['a line feed at the end', 'ab\n', 'It is no digit.'],
  ['another letter', '0g', 'It is no digit.'],
] as const;

const NO_UTF8 = [
  ['a byte that never occurs', 'ff', 'No character begins so.'],
  ['a character that ends too early', '61c3', 'A byte is missing.'],
  ['a byte of the middle alone', '80', 'No character begins so.'],
  ['a longer form than needed', 'c080', 'U+0000 has one byte.'],
  ['a surrogate', 'eda080', 'Surrogates are no characters.'],
  ['beyond U+10FFFF', 'f4908080', 'There is no such character.'],
] as const;

/** Bytes as text, and text as bytes. */
export async function encodings(): Promise<VectorFile> {
  return {
    format: 'encodings',
    document: 'protocol.md §1.3',
    about: 'One text for one byte string: base64 with padding, base64url without, lower-case hex; and UTF-8.',
    operations: {
      'write-base64': 'Bytes in the standard alphabet with padding.',
      'read-base64': 'Bytes of such a text.',
      'write-base64url': 'Bytes in the URL alphabet without padding.',
      'read-base64url': 'Bytes of such a text.',
      'read-hex': 'Bytes of lower-case hex, as numbers.',
      'read-utf8': 'The text of bytes; a byte order mark is kept as a character.',
    },
    modules: ['lib/crypto/base64.ts', 'lib/crypto/base64url.ts', 'lib/crypto/bytes.ts'],
    accept: await Promise.all([
      ...BYTES.map((bytes_hex, at) => accept(`base64 of bytes ${at + 1}`, 'write-base64', { bytes_hex })),
      ...BYTES.map((bytes_hex, at) =>
        accept(`base64url of bytes ${at + 1}`, 'write-base64url', { bytes_hex }),
      ),
      accept('base64 with all its digits', 'read-base64', {
        text: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/',
      }),
      accept('base64 with one sign of padding', 'read-base64', { text: 'AAA=' }),
      accept('base64 with two signs of padding', 'read-base64', { text: 'AA==' }),
      accept('base64 of nothing', 'read-base64', { text: '' }),
      accept('base64url with all its digits', 'read-base64url', {
        text: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_',
      }),
      accept('base64url of one byte', 'read-base64url', { text: 'AA' }),
      accept('base64url of nothing', 'read-base64url', { text: '' }),
      accept('hex', 'read-hex', { text: '00ff7f80' }),
      accept('UTF-8 of one to four bytes', 'read-utf8', { bytes_hex: '24c2a2e282acf09d849e' }),
      accept('UTF-8 with a byte order mark', 'read-utf8', { bytes_hex: 'efbbbf61' }),
    ]),
    refuse: await Promise.all([
      ...NO_BASE64.map(([name, text, why]) => refuse(`base64: ${name}`, 'read-base64', { text }, why)),
      ...NO_BASE64URL.map(([name, text, why]) =>
        refuse(`base64url: ${name}`, 'read-base64url', { text }, why),
      ),
      ...NO_HEX.map(([name, text, why]) => refuse(`hex: ${name}`, 'read-hex', { text }, why)),
      ...NO_UTF8.map(([name, bytes_hex, why]) => refuse(`UTF-8: ${name}`, 'read-utf8', { bytes_hex }, why)),
    ]),
  };
}
