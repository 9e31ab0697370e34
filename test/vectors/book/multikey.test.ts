import { base58 } from '@scure/base';
import { hex, hexDecode } from '../../../lib/crypto/bytes.ts';
import {
  decodeAgreementKey,
  decodeSigningKey,
  encodeAgreementKey,
  encodeSigningKey,
} from '../../../lib/crypto/multikey.ts';
import { runVectors } from '../../support/book/run-vectors.ts';

const written = (multibase: string) => ({
  steps: { prefixed_hex: hex(base58.decode(multibase.slice(1))) },
  output: { multibase },
});

runVectors<{ text: string; public_key_hex: string }>('multikey', {
  'write-signing': ({ public_key_hex }) => written(encodeSigningKey(hexDecode(public_key_hex))),
  'write-agreement': ({ public_key_hex }) => written(encodeAgreementKey(hexDecode(public_key_hex))),
  'read-signing': ({ text }) => ({ output: { public_key_hex: hex(decodeSigningKey(text)) } }),
  'read-agreement': ({ text }) => ({ output: { public_key_hex: hex(decodeAgreementKey(text)) } }),
});
