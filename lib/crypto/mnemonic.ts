import { entropyToMnemonic, mnemonicToEntropy } from '@scure/bip39';
import { assertBytes, type Bytes, randomBytes } from './bytes.ts';
import { CryptoError } from './crypto-error.ts';

const WORDS = 24;

/** Why words were refused; `position` is the 1-based place of the wrong word, null when no single word is to blame. */
export class MnemonicError extends CryptoError {
  readonly position: number | null;

  constructor(
    reason: 'word-count' | 'unknown-word' | 'checksum',
    message: string,
    position: number | null = null,
  ) {
    super(reason, message);
    this.name = 'MnemonicError';
    this.position = position;
  }
}

/** A new root: 32 bytes of the system's generator (protocol.md §2.1). */
export function generateRoot(): Bytes {
  return randomBytes(32);
}

/** The 24 BIP-39 words of a 32-byte root; `wordList` is the English list, which the extension reads from a file. */
export function wordsFromRoot(secretRoot: Uint8Array, wordList: string[]): string[] {
  assertBytes(secretRoot, 32, 'root');
  return entropyToMnemonic(secretRoot, wordList).split(' ');
}

/**
 * The root behind 24 words; case, order of white space and numbering like "1." are forgiven.
 * Throws `MnemonicError`: `word-count`, `unknown-word` with its position, or `checksum` when all words exist but one is wrong.
 */
export function rootFromWords(secretText: string, wordList: string[]): Bytes {
  const words = splitWords(secretText);
  const known = new Set(wordList);
  const unknown = words.findIndex((word) => !known.has(word));
  if (unknown >= 0)
    throw new MnemonicError('unknown-word', `word ${unknown + 1} is not on the list`, unknown + 1);
  if (words.length !== WORDS)
    throw new MnemonicError('word-count', `expected ${WORDS} words, got ${words.length}`);
  try {
    return mnemonicToEntropy(words.join(' '), wordList) as Bytes;
  } catch {
    throw new MnemonicError('checksum', 'the words do not belong together');
  }
}

function splitWords(text: string): string[] {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .split(/[\s,]+/)
    .map((word) => word.replace(/^\d+[.)]/, ''))
    .filter((word) => word !== '' && !/^\d+$/.test(word));
}
