import { hex, hexDecode } from '../../../lib/crypto/bytes.ts';
import { canonicalJson } from '../../../lib/crypto/canonical.ts';
import { signerFromSeed } from '../../../lib/crypto/signature.ts';
import { signRevocation, verifyRevocation } from '../../../lib/protocol/revocation.ts';
import { runVectors } from '../../support/book/run-vectors.ts';

interface Input {
  contract_id: string;
  revoker_did: string;
  timestamp: number;
  signing_seed_hex: string;
  data: unknown;
}

runVectors<Input>('revocation', {
  async sign({ contract_id, revoker_did, timestamp, signing_seed_hex }) {
    const statement = { contractId: contract_id, revokerDid: revoker_did, timestamp };
    const data = await signRevocation(statement, signerFromSeed(hexDecode(signing_seed_hex)));
    const { signature: _, ...unsigned } = data;
    return { steps: { canonical: canonicalJson(unsigned) }, output: { data } };
  },
  async verify({ data }) {
    const { revoker } = await verifyRevocation(data);
    return { output: { revoker_signing_key_hex: hex(revoker.signingKey) } };
  },
});
