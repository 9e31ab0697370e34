import { hex, hexDecode } from '../../../lib/crypto/bytes.ts';
import { importVerifyKey, signerFromSeed } from '../../../lib/crypto/signature.ts';
import { ProtocolError, refusingAsync } from '../../../lib/protocol/protocol-error.ts';
import { runVectors } from '../../support/book/run-vectors.ts';

runVectors<{ signing_seed_hex: string; public_key_hex: string; message_hex: string; signature_hex: string }>(
  'signature',
  {
    async sign({ signing_seed_hex, message_hex }) {
      const signer = signerFromSeed(hexDecode(signing_seed_hex));
      const signature = await signer.sign(hexDecode(message_hex));
      return { output: { public_key_hex: hex(signer.publicKey), signature_hex: hex(signature) } };
    },
    async verify({ public_key_hex, message_hex, signature_hex }) {
      const verifier = await refusingAsync(importVerifyKey(hexDecode(public_key_hex)), 'signature');
      const valid = await verifier.verify(hexDecode(message_hex), hexDecode(signature_hex));
      if (!valid) throw new ProtocolError('signature');
      return { output: { valid } };
    },
  },
);
