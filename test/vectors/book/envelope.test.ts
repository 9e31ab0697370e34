import { hex, hexDecode, utf8 } from '../../../lib/crypto/bytes.ts';
import { canonicalJson } from '../../../lib/crypto/canonical.ts';
import { sha256 } from '../../../lib/crypto/hash.ts';
import { importVerifyKey, signerFromSeed } from '../../../lib/crypto/signature.ts';
import {
  type Envelope,
  envelopeHash,
  signatureHash,
  signEnvelope,
  verifyEnvelope,
} from '../../../lib/protocol/envelope.ts';
import { refusingAsync } from '../../../lib/protocol/protocol-error.ts';
import { verifyEnvelopes } from '../../../lib/protocol/verify-envelopes.ts';
import { runVectors } from '../../support/book/run-vectors.ts';

interface Input {
  contract_id: string;
  event: string;
  timestamp: number;
  signing_seed_hex: string;
  envelope: Envelope;
  envelopes: Envelope[];
  counterparty_signing_key_hex: string;
}

async function proofOf({ contract_id, counterparty_signing_key_hex }: Input) {
  const key = await refusingAsync(importVerifyKey(hexDecode(counterparty_signing_key_hex)));
  return { contractId: contract_id, counterpartySigningKey: key };
}

runVectors<Input>('envelope', {
  async sign({ contract_id, event, timestamp, signing_seed_hex }) {
    const signer = signerFromSeed(hexDecode(signing_seed_hex));
    const envelope = await signEnvelope({ contractId: contract_id, event, timestamp }, signer);
    const { signature: _, ...unsigned } = envelope;
    return { steps: { canonical: canonicalJson(unsigned) }, output: { envelope } };
  },
  hash({ envelope }) {
    const canonical = canonicalJson(envelope);
    const envelope_hash = hex(sha256(utf8(canonical)));
    if (envelopeHash(envelope) !== envelope_hash) throw new Error('it is another hash');
    return { steps: { canonical }, output: { envelope_hash, signature_hash: signatureHash(envelope) } };
  },
  async verify(input) {
    const event = await verifyEnvelope(input.envelope, await proofOf(input));
    return { output: { event: JSON.parse(JSON.stringify(event)) } };
  },
  async 'verify-chain'(input) {
    const verdicts = await verifyEnvelopes(input.envelopes, await proofOf(input));
    return {
      steps: { hashes: input.envelopes.map((envelope) => hex(sha256(utf8(canonicalJson(envelope))))) },
      output: { verdicts: verdicts.map((verdict) => ('reason' in verdict ? verdict.reason : 'accepted')) },
    };
  },
});
