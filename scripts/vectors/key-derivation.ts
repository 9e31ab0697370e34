import { readFile } from 'node:fs/promises';
import { agreerFromSeed } from '../../lib/crypto/agreement.ts';
import { hex, hexDecode } from '../../lib/crypto/bytes.ts';
import { rootFromWords, wordsFromRoot } from '../../lib/crypto/mnemonic.ts';
import { signerFromSeed } from '../../lib/crypto/signature.ts';
import { deriveIdentitySeeds, deriveStorageKeys } from '../../lib/protocol/derive-keys.ts';
import { ROOT_INFO, STORAGE_INFO } from '../../lib/protocol/wire.ts';
import { casesOf } from './support/cases-of.ts';
import { personas } from './support/personas.ts';
import { seededBytes } from './support/seeded-bytes.ts';
import type { VectorFile } from './support/vector-file.ts';

const wordList = (
  await readFile(new URL('../../public/data/bip39-english.txt', import.meta.url), 'utf8')
).split('\n');

const { accept, refuse } = casesOf({
  'write-words': ({ root_hex }: { root_hex: string }) => ({
    output: { text: wordsFromRoot(hexDecode(root_hex), wordList).join(' ') },
  }),
  'read-words': ({ text }: { text: string }) => ({
    output: { root_hex: hex(rootFromWords(text, wordList)) },
  }),
  'derive-identity'({ root_hex, n }: { root_hex: string; n: number }) {
    const { signing, preKey, storage } = deriveIdentitySeeds(hexDecode(root_hex), n);
    const prefix = n === 0 ? ROOT_INFO : `${ROOT_INFO}${n}/`;
    return {
      steps: {
        signing_info: `${prefix}signing`,
        pre_key_info: `${prefix}pre-key`,
        storage_info: `${prefix}storage`,
      },
      output: {
        signing_seed_hex: hex(signing),
        signing_key_hex: hex(signerFromSeed(signing).publicKey),
        pre_key_seed_hex: hex(preKey),
        pre_key_hex: hex(agreerFromSeed(preKey).publicKey),
        storage_key_hex: hex(storage),
      },
    };
  },
  'derive-storage'({ storage_key_hex }: { storage_key_hex: string }) {
    const { store, tag, index } = deriveStorageKeys(hexDecode(storage_key_hex));
    return {
      steps: {
        store_info: `${STORAGE_INFO}store`,
        tag_info: `${STORAGE_INFO}tag`,
        index_info: `${STORAGE_INFO}index`,
      },
      output: { store_key_hex: hex(store), tag_key_hex: hex(tag), index_key_hex: hex(index) },
    };
  },
});

const ZERO = '00'.repeat(32);
const ROOT = hex(seededBytes('root', 32));
const words = wordsFromRoot(hexDecode(ROOT), wordList);
const text = words.join(' ');
const changed = (at: number, word: string) => words.with(at, word).join(' ');

/** From 24 words to keys. */
export async function keyDerivation(): Promise<VectorFile> {
  const derive = (name: string, root_hex: string, n: number) =>
    accept(name, 'derive-identity', { root_hex, n });
  const noWords = (name: string, wrong: string, why: string) =>
    refuse(name, 'read-words', { text: wrong }, why);
  return {
    format: 'key-derivation',
    document: 'protocol.md §2.1',
    about:
      '24 English words of BIP-39 are a root of 32 bytes, of which HKDF-SHA-256 makes the keys of each identity.',
    operations: {
      'write-words': 'The 24 words of a root.',
      'read-words': 'The root of 24 words as a person typed them.',
      'derive-identity':
        'The secrets of identity n, and their public keys; the steps are the info texts of HKDF.',
      'derive-storage': 'The sub-keys of a storage key; the steps are the info texts of HKDF.',
    },
    modules: ['lib/protocol/derive-keys.ts', 'lib/crypto/mnemonic.ts', 'lib/crypto/kdf.ts'],
    accept: await Promise.all([
      accept('words of zeros', 'write-words', { root_hex: ZERO }),
      accept('words of ones', 'write-words', { root_hex: 'ff'.repeat(32) }),
      accept('words of a root', 'write-words', { root_hex: ROOT }),
      accept('24 words', 'read-words', { text }),
      accept('24 words in capitals', 'read-words', { text: text.toUpperCase() }),
      accept('24 words with numbers', 'read-words', {
        text: words.map((word, at) => `${at + 1}. ${word}`).join('\n'),
      }),
      accept('24 words with numbers and brackets, without spaces', 'read-words', {
        text: words.map((word, at) => `${at + 1})${word}`).join(' '),
      }),
      accept('24 words with commas and white space', 'read-words', {
        text: `  ${words.join(' ,\t')}\r\n`,
      }),
      accept('24 words in full-width letters', 'read-words', {
        text: [...text]
          .map((letter) => (letter === ' ' ? ' ' : String.fromCharCode(letter.charCodeAt(0) + 0xfee0)))
          .join(''),
      }),
      derive('identity 0 of zeros', ZERO, 0),
      derive('identity 0', ROOT, 0),
      derive('identity 1', ROOT, 1),
      derive('identity 2', ROOT, 2),
      derive('identity 10', ROOT, 10),
      accept("Alice's sub-keys", 'derive-storage', { storage_key_hex: hex(personas.alice.storageKey) }),
      accept("Bob's sub-keys", 'derive-storage', { storage_key_hex: hex(personas.bob.storageKey) }),
    ]),
    refuse: await Promise.all([
      noWords('23 words', words.slice(1).join(' '), 'There are 24.'),
      noWords('25 words', `${text} abandon`, 'There are 24.'),
      noWords('12 words that are valid', `${'abandon '.repeat(11)}about`, 'There are 24.'),
      noWords('nothing', '', 'There are 24.'),
      noWords('a word that is not on the list', changed(4, 'companion'), 'It is not on the list.'),
      noWords(
        'the first four letters of a word',
        changed(0, (words[0] as string).slice(0, 4)),
        'Words are written out.',
      ),
      noWords('a word of another language', changed(23, 'abaisser'), 'The list is the English one.'),
      noWords(
        'another word of the list',
        changed(0, words[0] === 'zoo' ? 'zone' : 'zoo'),
        'The checksum does not fit.',
      ),
      noWords(
        'two words exchanged',
        words
          .with(0, words[1] as string)
          .with(1, words[0] as string)
          .join(' '),
        'The checksum does not fit.',
      ),
      refuse('a root of 31 bytes', 'write-words', { root_hex: '00'.repeat(31) }, 'A root has 32 bytes.'),
      refuse(
        'a root of 16 bytes',
        'derive-identity',
        { root_hex: '00'.repeat(16), n: 0 },
        'A root has 32 bytes.',
      ),
      refuse('identity -1', 'derive-identity', { root_hex: ZERO, n: -1 }, 'Identities count 0, 1, 2.'),
      refuse('identity 1.5', 'derive-identity', { root_hex: ZERO, n: 1.5 }, 'Identities count 0, 1, 2.'),
      refuse(
        'a storage key of 31 bytes',
        'derive-storage',
        { storage_key_hex: '00'.repeat(31) },
        'A storage key has 32 bytes.',
      ),
    ]),
  };
}
