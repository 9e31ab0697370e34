import { importAeadKey } from '../../lib/crypto/aead.ts';
import { type Bytes, concatBytes, hex, hexDecode, utf8 } from '../../lib/crypto/bytes.ts';
import { canonicalJson } from '../../lib/crypto/canonical.ts';
import { pad } from '../../lib/crypto/padding.ts';
import { openJson, sealJson } from '../../lib/protocol/sealed-json.ts';
import { casesOf } from './support/cases-of.ts';
import { flipBit } from './support/flip-bit.ts';
import { repeated } from './support/repeated.ts';
import { sealPlaintext } from './support/seal-plaintext.ts';
import { seededBytes } from './support/seeded-bytes.ts';
import { seededRandom } from './support/seeded-random.ts';
import type { Members, VectorFile } from './support/vector-file.ts';

type Value = { key_hex: string; nonce_hex: string; value: Members };
type Sealed = { key_hex: string; sealed: string };

const { accept, refuse } = casesOf({
  async seal({ key_hex, nonce_hex, value }: Value) {
    const key = await importAeadKey(hexDecode(key_hex));
    const sealed = await seededRandom([hexDecode(nonce_hex)], () => sealJson(value, key));
    const canonical = canonicalJson(value);
    return { steps: { canonical, padded_length: pad(canonical).length }, output: { sealed } };
  },
  async open({ key_hex, sealed }: Sealed) {
    const value = await openJson(sealed, await importAeadKey(hexDecode(key_hex)));
    return { output: { canonical: canonicalJson(value) } };
  },
});

const key = seededBytes('sealed json key', 32);
const nonce = seededBytes('sealed json nonce', 12);
const input = { key_hex: hex(key), nonce_hex: hex(nonce) };
const FITS = 131_072 - '{"text":""}'.length;

/** Canonical JSON, padded and encrypted. */
export async function sealedJson(): Promise<VectorFile> {
  const plain = '{"a":1}';
  const opens = async (name: string, plaintext: string | Bytes) =>
    accept(name, 'open', { key_hex: hex(key), sealed: await sealPlaintext(plaintext, key, nonce) });
  const no = async (name: string, plaintext: string | Bytes, why: string) =>
    refuse(name, 'open', { key_hex: hex(key), sealed: await sealPlaintext(plaintext, key, nonce) }, why);
  const sealed = await sealPlaintext(plain, key, nonce);
  return {
    format: 'sealed-json',
    document: 'protocol.md §3.7',
    about:
      'The one form of requests, transit payloads and stored payloads: canonical JSON, padded, encrypted, base64.',
    operations: {
      seal: 'Seals a value under a key of 32 bytes.',
      open: 'Opens what was sealed, and takes canonical text only.',
    },
    modules: ['lib/protocol/sealed-json.ts'],
    accept: [
      await accept('a value', 'seal', { ...input, value: { b: [1, 'é'], a: null } }),
      await accept('a value of 257 bytes', 'seal', { ...input, value: { text: 'x'.repeat(246) } }),
      await opens('padded', plain),
      await opens('without padding', utf8(plain)),
      await opens('with more padding than a power of two', utf8(plain.padEnd(300))),
    ],
    refuse: [
      await refuse(
        'a value of 128 KiB and a byte',
        'seal',
        { ...input, value: { text: 'x'.repeat(FITS + 1) } },
        'The largest plaintext is 131,072 bytes.',
        { ...input, value: { text: repeated('x', FITS + 1) } },
      ),
      await refuse(
        'a number that is no integer',
        'seal',
        { ...input, value: { a: 1.5 } },
        'Only signed JSON is sealed.',
      ),
      await refuse(
        'another key',
        'open',
        { key_hex: hex(seededBytes('another key', 32)), sealed },
        'The tag does not fit.',
      ),
      await refuse(
        'a changed bit',
        'open',
        { key_hex: hex(key), sealed: flipBit(sealed, 20) },
        'The tag does not fit.',
      ),
      await refuse(
        'no base64',
        'open',
        { key_hex: hex(key), sealed: `${sealed.slice(0, -1)}*` },
        'Ciphertext is base64.',
      ),
      await refuse(
        'too short',
        'open',
        { key_hex: hex(key), sealed: 'AAAA' },
        'Nonce and tag alone are 28 bytes.',
      ),
      await no(
        'bytes that are no UTF-8',
        concatBytes(utf8('{"a":"'), Uint8Array.of(0xff), utf8('"}')),
        'Plaintext is UTF-8.',
      ),
      await no('a byte order mark', `\ufeff${plain}`, 'It is a character, and no JSON begins with it.'),
      await no('no JSON', 'hello', 'It is no JSON.'),
      await no('nothing but padding', '', 'There is no value.'),
      await no('keys in another order', '{"b":1,"a":2}', 'The text is not canonical.'),
      await no('a repeated member', '{"a":1,"a":1}', 'The text is not canonical.'),
      await no('white space', '{"a": 1}', 'The text is not canonical.'),
      await no('padding with line feeds', `${plain}\n`, 'Padding is spaces.'),
      await no('padding with zero bytes', concatBytes(utf8(plain), new Uint8Array(9)), 'Padding is spaces.'),
      await no('depth 33', `${'['.repeat(33)}${']'.repeat(33)}`, 'It is no signed JSON.'),
      await no('the key __proto__', '{"__proto__":1}', 'It is no signed JSON.'),
      await no('a fraction', '{"a":1.5}', 'It is no signed JSON.'),
      await no('a lone surrogate', '"\\ud800"', 'It is no signed JSON.'),
    ],
  };
}
