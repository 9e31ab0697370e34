import { hex, hexDecode } from '../../../lib/crypto/bytes.ts';
import { signerFromSeed } from '../../../lib/crypto/signature.ts';
import { type SignIn, type SignInMessage, signSignIn, verifySignIn } from '../../../lib/protocol/sign-in.ts';
import { runVectors } from '../../support/book/run-vectors.ts';

interface Input {
  message: Omit<SignInMessage, 'type'>;
  signing_seed_hex: string;
  answer: SignIn;
  origin: string;
  nonce: string;
  now: number;
}

runVectors<Input>('sign-in', {
  async sign({ message, signing_seed_hex }) {
    return { output: { answer: await signSignIn(message, signerFromSeed(hexDecode(signing_seed_hex))) } };
  },
  async verify({ answer, origin, nonce, now }) {
    const { identity, message } = await verifySignIn(answer, { origin, nonce, now });
    return { output: { signing_key_hex: hex(identity.signingKey), message } };
  },
});
