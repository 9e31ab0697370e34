import { base64Decode, base64Encode } from '../../../lib/crypto/base64.ts';
import { base64urlDecode, base64urlEncode } from '../../../lib/crypto/base64url.ts';
import { hex, hexDecode, utf8Decode } from '../../../lib/crypto/bytes.ts';
import { runVectors } from '../../support/book/run-vectors.ts';

runVectors<{ text: string; bytes_hex: string }>('encodings', {
  'write-base64': ({ bytes_hex }) => ({ output: { base64: base64Encode(hexDecode(bytes_hex)) } }),
  'read-base64': ({ text }) => ({ output: { bytes_hex: hex(base64Decode(text)) } }),
  'write-base64url': ({ bytes_hex }) => ({ output: { base64url: base64urlEncode(hexDecode(bytes_hex)) } }),
  'read-base64url': ({ text }) => ({ output: { bytes_hex: hex(base64urlDecode(text)) } }),
  'read-hex': ({ text }) => ({ output: { bytes: [...hexDecode(text)] } }),
  'read-utf8': ({ bytes_hex }) => ({ output: { text: utf8Decode(hexDecode(bytes_hex)) } }),
});
