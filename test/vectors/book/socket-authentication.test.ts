import { hexDecode } from '../../../lib/crypto/bytes.ts';
import { canonicalJson, type JsonValue, parseJson } from '../../../lib/crypto/canonical.ts';
import { signerFromSeed } from '../../../lib/crypto/signature.ts';
import { refusing } from '../../../lib/protocol/protocol-error.ts';
import {
  parseServerFrame,
  signAuthenticate,
  verifyAuthenticate,
} from '../../../lib/protocol/socket-frames.ts';
import { runVectors } from '../../support/book/run-vectors.ts';

interface Input {
  signing_seed_hex: string;
  did: string;
  mediator_did: string;
  timestamp: number;
  nonce: string;
  text?: string;
  now: number;
  before: string;
  middle: string;
  after: string;
}

runVectors<Input>('socket-authentication', {
  async sign({ signing_seed_hex, did, mediator_did, timestamp, nonce }) {
    const signer = signerFromSeed(hexDecode(signing_seed_hex));
    const frame = await signAuthenticate({ did, mediatorDid: mediator_did, timestamp, nonce }, signer);
    const { signature, ...unsigned } = frame;
    return {
      steps: { canonical: canonicalJson(unsigned) },
      output: { signature, text: JSON.stringify(frame) },
    };
  },
  async verify({ text = '', mediator_did, now }) {
    // As mediator/socket/authenticate-socket.ts reads a frame.
    const frame = refusing(() => parseJson(text), 'authenticate');
    const { did } = await verifyAuthenticate(frame, { mediatorDid: mediator_did, now });
    return { output: { did } };
  },
  hear({ text, before, middle, after }) {
    const frame = parseServerFrame(text ?? before + middle + after);
    return { output: { frame: JSON.parse(JSON.stringify(frame)) as JsonValue } };
  },
});
