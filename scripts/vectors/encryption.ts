import { decryptAead, encryptAead, importAeadKey } from '../../lib/crypto/aead.ts';
import { base64Decode, base64Encode } from '../../lib/crypto/base64.ts';
import { type Bytes, hex, hexDecode, utf8 } from '../../lib/crypto/bytes.ts';
import { casesOf } from './support/cases-of.ts';
import { flipBit } from './support/flip-bit.ts';
import { seededBytes } from './support/seeded-bytes.ts';
import type { VectorFile } from './support/vector-file.ts';

type Plain = { key_hex: string; nonce_hex: string; plaintext_hex: string };
type Sealed = { key_hex: string; sealed: string };

const { accept, refuse } = casesOf({
  async seal({ key_hex, nonce_hex, plaintext_hex }: Plain) {
    const key = await importAeadKey(hexDecode(key_hex));
    const sealed = await encryptAead(key, hexDecode(plaintext_hex), hexDecode(nonce_hex));
    return { steps: { sealed_hex: hex(sealed) }, output: { sealed: base64Encode(sealed) } };
  },
  async open({ key_hex, sealed }: Sealed) {
    const key = await importAeadKey(hexDecode(key_hex));
    return { output: { plaintext_hex: hex(await decryptAead(key, base64Decode(sealed))) } };
  },
});

/** The root secret of Alice's and Bob's contract (protocol.md §2.10). */
const key_hex = '16bf30cd65488e7ae1701158ad81d3feee9e6209f2089beda9f66280eb461674';
const NONCE = '07'.repeat(12);

const seal = (name: string, plaintext: Uint8Array, nonce_hex = NONCE) =>
  accept(name, 'seal', { key_hex, nonce_hex, plaintext_hex: hex(plaintext) });

/** AES-256-GCM. */
export async function encryption(): Promise<VectorFile> {
  const aesKey = await importAeadKey(hexDecode(key_hex));
  const sealedOf = async (bytes: Bytes) => base64Encode(await encryptAead(aesKey, bytes, hexDecode(NONCE)));
  const hello = await sealedOf(utf8('Hello Bob'));
  const cut = (length: number) => base64Encode(base64Decode(hello).slice(0, length));
  const no = (name: string, sealed: string, why: string, key = key_hex) =>
    refuse(name, 'open', { key_hex: key, sealed }, why);
  return {
    format: 'encryption',
    document: 'protocol.md §3.5',
    about: 'AES-256-GCM without additional data: nonce (12), ciphertext and tag (16) in one, as base64.',
    operations: {
      seal: 'Encrypts bytes under a nonce that is random in use.',
      open: 'Decrypts what was sealed.',
    },
    modules: ['lib/crypto/aead.ts', 'lib/crypto/synchronous-aead.ts'],
    accept: await Promise.all([
      seal('Hello Bob under the root secret of Alice and Bob', utf8('Hello Bob')),
      seal('nothing', new Uint8Array(0)),
      seal('one block of 16 bytes', utf8('sixteen bytes ok')),
      seal(
        'more than two blocks, another nonce',
        seededBytes('encryption', 40),
        hex(seededBytes('encryption nonce', 12)),
      ),
      accept('opened again', 'open', { key_hex, sealed: hello }),
      accept('nothing opened again', 'open', { key_hex, sealed: await sealedOf(new Uint8Array(0)) }),
    ]),
    refuse: await Promise.all([
      no('another key', hello, 'The tag does not fit.', '16'.repeat(32)),
      no('a changed nonce', flipBit(hello, 0), 'The tag does not fit.'),
      no('a changed ciphertext', flipBit(hello, 12), 'The tag does not fit.'),
      no('a changed tag, first byte', flipBit(hello, -16), 'The tag does not fit.'),
      no('a changed tag, last byte', flipBit(hello, -1), 'The tag does not fit.'),
      no('a tag without its last byte', cut(36), 'A tag has 16 bytes.'),
      no('27 bytes', cut(27), 'Nonce and tag alone are 28 bytes.'),
      no('a nonce alone', cut(12), 'Nonce and tag alone are 28 bytes.'),
      no('no bytes', '', 'Nonce and tag alone are 28 bytes.'),
      no('base64url', hello.replaceAll('+', '-').replaceAll('/', '_'), 'Ciphertext is base64.'),
      no('a line feed at the end', `${hello}\n`, 'Base64 is canonical.'),
      refuse(
        'a nonce of 8 bytes',
        'seal',
        { key_hex, nonce_hex: '07'.repeat(8), plaintext_hex: '00' },
        'A nonce has 12 bytes.',
      ),
      refuse(
        'a nonce of 16 bytes',
        'seal',
        { key_hex, nonce_hex: '07'.repeat(16), plaintext_hex: '00' },
        'A nonce has 12 bytes.',
      ),
      refuse(
        'a key of 16 bytes',
        'seal',
        { key_hex: '07'.repeat(16), nonce_hex: NONCE, plaintext_hex: '00' },
        'A key has 32 bytes.',
      ),
    ]),
  };
}
