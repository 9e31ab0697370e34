import { hex, hexDecode, utf8Decode } from '../../../lib/crypto/bytes.ts';
import { sha256 } from '../../../lib/crypto/hash.ts';
import { pad, unpad } from '../../../lib/crypto/padding.ts';
import { runVectors } from '../../support/book/run-vectors.ts';

runVectors<{ text: string; padded_hex: string }>('padding', {
  pad({ text }) {
    const bytes = pad(text);
    return { output: { length: bytes.length, padded_sha256_hex: hex(sha256(bytes)) } };
  },
  unpad({ padded_hex }) {
    return { output: { text: utf8Decode(unpad(hexDecode(padded_hex))) } };
  },
});
