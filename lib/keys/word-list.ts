import { utf8Decode } from '../crypto/bytes.ts';
import type { PackagedFile } from '../platform/packaged-file.ts';

/** Reads the packaged English list of BIP-39, one word a line. */
export async function loadWordList(packagedFile: PackagedFile): Promise<string[]> {
  return utf8Decode(await packagedFile('bip39-english.txt')).split('\n');
}
