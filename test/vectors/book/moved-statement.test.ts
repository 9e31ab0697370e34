import { hex, hexDecode } from '../../../lib/crypto/bytes.ts';
import { canonicalJson } from '../../../lib/crypto/canonical.ts';
import { signerFromSeed } from '../../../lib/crypto/signature.ts';
import { signMoved, verifyMoved } from '../../../lib/protocol/moved-statement.ts';
import { runVectors } from '../../support/book/run-vectors.ts';

interface Input {
  old_did: string;
  new_did: string;
  timestamp: number;
  signing_seed_hex: string;
  data: unknown;
}

runVectors<Input>('moved-statement', {
  async sign({ old_did, new_did, timestamp, signing_seed_hex }) {
    const statement = { oldDid: old_did, newDid: new_did, timestamp };
    const data = await signMoved(statement, signerFromSeed(hexDecode(signing_seed_hex)));
    const { signature: _, ...unsigned } = data;
    return { steps: { canonical: canonicalJson(unsigned) }, output: { data } };
  },
  async verify({ data }) {
    const { oldDid, newDid } = await verifyMoved(data);
    return { output: { signing_key_hex: hex(oldDid.signingKey), new_mediator_did: newDid.mediatorDid } };
  },
});
