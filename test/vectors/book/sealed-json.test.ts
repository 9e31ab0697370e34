import { decryptAead, importAeadKey } from '../../../lib/crypto/aead.ts';
import { base64Decode } from '../../../lib/crypto/base64.ts';
import { hexDecode, utf8Decode } from '../../../lib/crypto/bytes.ts';
import { unpad } from '../../../lib/crypto/padding.ts';
import { openJsonBytes, sealJson } from '../../../lib/protocol/sealed-json.ts';
import { seededRandom } from '../../../scripts/vectors/support/seeded-random.ts';
import { runVectors } from '../../support/book/run-vectors.ts';

runVectors<{ key_hex: string; nonce_hex: string; value: unknown; sealed: string }>('sealed-json', {
  async seal({ key_hex, nonce_hex, value }) {
    const key = await importAeadKey(hexDecode(key_hex));
    const sealed = await seededRandom([hexDecode(nonce_hex)], () => sealJson(value, key));
    const plaintext = await decryptAead(key, base64Decode(sealed));
    return {
      steps: { canonical: utf8Decode(unpad(plaintext)), padded_length: plaintext.length },
      output: { sealed },
    };
  },
  async open({ key_hex, sealed }) {
    const { text } = await openJsonBytes(sealed, await importAeadKey(hexDecode(key_hex)));
    return { output: { canonical: text } };
  },
});
