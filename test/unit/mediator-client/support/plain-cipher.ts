import { utf8, utf8Decode } from '../../../../lib/crypto/bytes.ts';
import type { Cipher } from '../../../../lib/store/cipher.ts';

/** A cipher that hides nothing, so that a test of the outbox does not wait for keys; still bound to its context. */
export const plainCipher: Cipher = {
  seal: async (value, context) => utf8(JSON.stringify({ context, value })),
  sealText: async (json, context) => utf8(JSON.stringify({ context, value: JSON.parse(json) })),
  async open(ciphertext, context) {
    const { context: sealed, value } = JSON.parse(utf8Decode(ciphertext));
    if (sealed !== context) throw new Error('moved row');
    return value;
  },
  blind: async (text) => `blind:${text}`,
};
