import { hex, utf8Decode } from '../../lib/crypto/bytes.ts';
import { sha256 } from '../../lib/crypto/hash.ts';
import { pad, unpad } from '../../lib/crypto/padding.ts';
import { refused } from './support/refused.ts';
import { repeated } from './support/repeated.ts';
import type { AcceptCase, VectorFile } from './support/vector-file.ts';

const SIZES = [0, 1, 255, 256, 257, 512, 513, 65_536, 65_537, 131_071, 131_072];

function padded(name: string, text: string, written: string | { repeat: string; times: number }): AcceptCase {
  const bytes = pad(text);
  const output = { length: bytes.length, padded_sha256_hex: hex(sha256(bytes)) };
  return { name, operation: 'pad', input: { text: written }, output };
}

function unpadded(name: string, paddedBytes: Uint8Array<ArrayBuffer>): AcceptCase {
  const output = { text: utf8Decode(unpad(paddedBytes)) };
  return { name, operation: 'unpad', input: { padded_hex: hex(paddedBytes) }, output };
}

const bytesOf = (text: string) => new TextEncoder().encode(text);

/** Padding of transit and stored plaintext. */
export async function padding(): Promise<VectorFile> {
  const text = '{"a":1}';
  return {
    format: 'padding',
    document: 'protocol.md §3',
    about:
      'A plaintext is followed by spaces (0x20) up to the next power of two from 256 bytes to 128 KiB; a reader takes any number of them, also none.',
    modules: ['lib/crypto/padding.ts', 'lib/protocol/sealed-json.ts'],
    accept: [
      padded('a short text', text, text),
      padded('length is counted in bytes of UTF-8', 'ß'.repeat(128), repeated('ß', 128)),
      padded('one character more than 256 bytes of UTF-8', 'ß'.repeat(129), repeated('ß', 129)),
      ...SIZES.map((size) => padded(`${size} bytes`, 'x'.repeat(size), repeated('x', size))),
      unpadded('padded to 256 bytes', pad(text)),
      unpadded('no padding at all', bytesOf(text)),
      unpadded('another length than a bucket', bytesOf(`${text}   `)),
      unpadded('spaces inside and before are not padding', bytesOf(' {"a": 1} ')),
      unpadded('a line feed is not padding', bytesOf(`${text}\n `)),
      unpadded('nothing but padding', bytesOf('    ')),
    ],
    refuse: [
      await refused(
        {
          name: 'one byte more than 128 KiB',
          operation: 'pad',
          input: { text: repeated('x', 131_073) },
          why: 'The largest plaintext is 131,072 bytes.',
        },
        () => pad('x'.repeat(131_073)),
      ),
      await refused(
        {
          name: 'more than 128 KiB in UTF-8, though fewer characters',
          operation: 'pad',
          input: { text: repeated('ß', 65_537) },
          why: 'The limit counts bytes of UTF-8.',
        },
        () => pad('ß'.repeat(65_537)),
      ),
    ],
  };
}
