import { decryptAead, importAeadKey } from '../../../lib/crypto/aead.ts';
import { base64Decode } from '../../../lib/crypto/base64.ts';
import { hex, hexDecode, utf8, utf8Decode } from '../../../lib/crypto/bytes.ts';
import { canonicalJson } from '../../../lib/crypto/canonical.ts';
import { sha256 } from '../../../lib/crypto/hash.ts';
import { unpad } from '../../../lib/crypto/padding.ts';
import { type Envelope, encryptEnvelope, openEnvelope } from '../../../lib/protocol/envelope.ts';
import { seededRandom } from '../../../scripts/vectors/support/seeded-random.ts';
import { runVectors } from '../../support/book/run-vectors.ts';

interface Input {
  envelope: Envelope;
  root_secret_hex: string;
  nonce_hex: string;
  payload: string;
}

runVectors<Input>('transit', {
  async encrypt({ envelope, root_secret_hex, nonce_hex }) {
    const key = await importAeadKey(hexDecode(root_secret_hex));
    const payload = await seededRandom([hexDecode(nonce_hex)], () => encryptEnvelope(envelope, key));
    const plaintext = await decryptAead(key, base64Decode(payload));
    return {
      steps: { canonical: utf8Decode(unpad(plaintext)), padded_length: plaintext.length },
      output: { payload },
    };
  },
  async open({ payload, root_secret_hex }) {
    const envelope = await openEnvelope(payload, await importAeadKey(hexDecode(root_secret_hex)));
    return { output: { envelope, envelope_hash: hex(sha256(utf8(canonicalJson(envelope)))) } };
  },
});
