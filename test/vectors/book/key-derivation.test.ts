import { agreerFromSeed } from '../../../lib/crypto/agreement.ts';
import { hex, hexDecode } from '../../../lib/crypto/bytes.ts';
import { hkdfSha256 } from '../../../lib/crypto/kdf.ts';
import { rootFromWords, wordsFromRoot } from '../../../lib/crypto/mnemonic.ts';
import { signerFromSeed } from '../../../lib/crypto/signature.ts';
import { loadWordList } from '../../../lib/keys/word-list.ts';
import { deriveIdentitySeeds, deriveStorageKeys } from '../../../lib/protocol/derive-keys.ts';
import { runVectors } from '../../support/book/run-vectors.ts';
import { packagedFile } from '../../support/packaged-file.ts';

const wordList = await loadWordList(packagedFile);

/** The info with which HKDF makes `output`, so that the step is proven and not only named. */
function infoOf(input: Uint8Array, output: Uint8Array, infos: string[]): string {
  return infos.find((info) => hex(hkdfSha256(input, info)) === hex(output)) ?? 'none of the infos';
}

runVectors<{ root_hex: string; text: string; n: number; storage_key_hex: string }>('key-derivation', {
  'write-words': ({ root_hex }) => ({
    output: { text: wordsFromRoot(hexDecode(root_hex), wordList).join(' ') },
  }),
  'read-words': ({ text }) => ({ output: { root_hex: hex(rootFromWords(text, wordList)) } }),
  'derive-identity'({ root_hex, n }) {
    const root = hexDecode(root_hex);
    const { signing, preKey, storage } = deriveIdentitySeeds(root, n);
    const infos = ['signing', 'pre-key', 'storage'].flatMap((use) => [
      `decentrl/root/v1/${use}`,
      `decentrl/root/v1/${n}/${use}`,
    ]);
    return {
      steps: {
        signing_info: infoOf(root, signing, infos),
        pre_key_info: infoOf(root, preKey, infos),
        storage_info: infoOf(root, storage, infos),
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
  'derive-storage'({ storage_key_hex }) {
    const key = hexDecode(storage_key_hex);
    const { store, tag, index } = deriveStorageKeys(key);
    const infos = ['store', 'tag', 'index'].map((use) => `decentrl/storage/v1/${use}`);
    return {
      steps: {
        store_info: infoOf(key, store, infos),
        tag_info: infoOf(key, tag, infos),
        index_info: infoOf(key, index, infos),
      },
      output: { store_key_hex: hex(store), tag_key_hex: hex(tag), index_key_hex: hex(index) },
    };
  },
});
