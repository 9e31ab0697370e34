import { decryptAead, encryptAead, importAeadKey } from '../../../lib/crypto/aead.ts';
import { base64Decode, base64Encode } from '../../../lib/crypto/base64.ts';
import { hex, hexDecode } from '../../../lib/crypto/bytes.ts';
import { openNow, sealNow } from '../../../lib/crypto/synchronous-aead.ts';
import { runVectors } from '../../support/book/run-vectors.ts';

const NO_DATA = new Uint8Array(0);

runVectors<{ key_hex: string; nonce_hex: string; plaintext_hex: string; sealed: string }>('encryption', {
  async seal({ key_hex, nonce_hex, plaintext_hex }) {
    const [secretKey, nonce, plaintext] = [
      hexDecode(key_hex),
      hexDecode(nonce_hex),
      hexDecode(plaintext_hex),
    ];
    const sealed = await encryptAead(await importAeadKey(secretKey), plaintext, nonce);
    const synchronous = sealNow(secretKey, plaintext, NO_DATA, nonce);
    return { steps: { sealed_hex: hex(synchronous) }, output: { sealed: base64Encode(sealed) } };
  },
  async open({ key_hex, sealed }) {
    const [secretKey, bytes] = [hexDecode(key_hex), base64Decode(sealed)];
    openNow(secretKey, bytes, NO_DATA);
    return { output: { plaintext_hex: hex(await decryptAead(await importAeadKey(secretKey), bytes)) } };
  },
});
