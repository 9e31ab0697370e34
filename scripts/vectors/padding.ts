import { hex, hexDecode, utf8Decode } from '../../lib/crypto/bytes.ts';
import { sha256 } from '../../lib/crypto/hash.ts';
import { pad, unpad } from '../../lib/crypto/padding.ts';
import { casesOf } from './support/cases-of.ts';
import { repeated } from './support/repeated.ts';
import type { VectorFile } from './support/vector-file.ts';

const SIZES = [0, 1, 255, 256, 257, 512, 513, 65_536, 65_537, 131_071, 131_072];

const { accept, refuse } = casesOf({
  pad({ text }: { text: string }) {
    const bytes = pad(text);
    return { output: { length: bytes.length, padded_sha256_hex: hex(sha256(bytes)) } };
  },
  unpad({ padded_hex }: { padded_hex: string }) {
    return { output: { text: utf8Decode(unpad(hexDecode(padded_hex))) } };
  },
});

const padded = (name: string, text: string, times: number) =>
  accept(name, 'pad', { text: text.repeat(times) }, { text: repeated(text, times) });

const tooLarge = (name: string, text: string, times: number, why: string) =>
  refuse(name, 'pad', { text: text.repeat(times) }, why, { text: repeated(text, times) });

const unpadded = (name: string, text: string) =>
  accept(name, 'unpad', { padded_hex: hex(new TextEncoder().encode(text)) });

/** Padding of transit and stored plaintext. */
export async function padding(): Promise<VectorFile> {
  const text = '{"a":1}';
  return {
    format: 'padding',
    document: 'protocol.md §3.6',
    about:
      'A plaintext is followed by spaces (0x20) up to the next power of two from 256 bytes to 128 KiB; a reader takes any number of them, also none.',
    operations: {
      pad: 'The UTF-8 of a text, padded: its length, and its SHA-256 in place of the bytes.',
      unpad: 'The text of padded bytes.',
    },
    modules: ['lib/crypto/padding.ts'],
    accept: [
      await accept('a short text', 'pad', { text }),
      await padded('length is counted in bytes of UTF-8', 'ß', 128),
      await padded('one character more than 256 bytes of UTF-8', 'ß', 129),
      ...(await Promise.all(SIZES.map((size) => padded(`${size} bytes`, 'x', size)))),
      await unpadded('padded to 256 bytes', text.padEnd(256)),
      await unpadded('no padding at all', text),
      await unpadded('another length than a bucket', `${text}   `),
      await unpadded('spaces inside and before are not padding', ' {"a": 1} '),
      await unpadded('a line feed is not padding', `${text}\n `),
      await unpadded('nothing but padding', '    '),
    ],
    refuse: [
      await tooLarge('one byte more than 128 KiB', 'x', 131_073, 'The largest plaintext is 131,072 bytes.'),
      await tooLarge('more than 128 KiB in UTF-8', 'ß', 65_537, 'The limit counts bytes of UTF-8.'),
    ],
  };
}
