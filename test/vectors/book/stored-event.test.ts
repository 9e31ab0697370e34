import { decryptAead, importAeadKey } from '../../../lib/crypto/aead.ts';
import { base64Decode } from '../../../lib/crypto/base64.ts';
import { hexDecode, utf8Decode } from '../../../lib/crypto/bytes.ts';
import { unpad } from '../../../lib/crypto/padding.ts';
import { encryptStored, openStored, type StoredEvent } from '../../../lib/protocol/stored-event.ts';
import { copyId, importTagKey } from '../../../lib/protocol/tags.ts';
import { seededRandom } from '../../../scripts/vectors/support/seeded-random.ts';
import { runVectors } from '../../support/book/run-vectors.ts';

interface Input {
  stored: StoredEvent;
  store_key_hex: string;
  nonce_hex: string;
  payload: string;
  signature: string;
  tag_key_hex: string;
}

runVectors<Input>('stored-event', {
  async encrypt({ stored, store_key_hex, nonce_hex }) {
    const key = await importAeadKey(hexDecode(store_key_hex));
    const payload = await seededRandom([hexDecode(nonce_hex)], () => encryptStored(stored, key));
    const plaintext = await decryptAead(key, base64Decode(payload));
    return {
      steps: { canonical: utf8Decode(unpad(plaintext)), padded_length: plaintext.length },
      output: { payload },
    };
  },
  async open({ payload, store_key_hex }) {
    return { output: { stored: await openStored(payload, await importAeadKey(hexDecode(store_key_hex))) } };
  },
  async 'copy-id'({ signature, tag_key_hex }) {
    const id = await copyId(await importTagKey(hexDecode(tag_key_hex)), base64Decode(signature));
    return { output: { id } };
  },
});
