import { hexDecode } from '../../../lib/crypto/bytes.ts';
import { canonicalJson } from '../../../lib/crypto/canonical.ts';
import { signerFromSeed } from '../../../lib/crypto/signature.ts';
import {
  type ResolvedAddress,
  signResolution,
  verifyResolution,
} from '../../../lib/protocol/resolved-address.ts';
import { runVectors } from '../../support/book/run-vectors.ts';

interface Input {
  answer: ResolvedAddress;
  signature: string;
  signing_seed_hex: string;
  escrow_signing_key_hex: string;
  asked: { escrow: string; address: string; chain_id: number; now: number };
}

runVectors<Input>('resolved-address', {
  async sign({ answer, signing_seed_hex }) {
    const signature = await signResolution(answer, signerFromSeed(hexDecode(signing_seed_hex)));
    return { steps: { canonical: canonicalJson(answer) }, output: { signature } };
  },
  async verify({ answer, signature, escrow_signing_key_hex, asked }) {
    const question = { ...asked, chainId: asked.chain_id };
    await verifyResolution(answer, signature, hexDecode(escrow_signing_key_hex), question);
    const says = answer.binding ? 'bound' : answer.epoch ? 'none' : 'gone';
    return { output: { says } };
  },
});
