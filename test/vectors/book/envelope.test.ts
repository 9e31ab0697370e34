import { expect } from 'vitest';
import { importAeadKey } from '../../../lib/crypto/aead.ts';
import { hex, hexDecode, utf8 } from '../../../lib/crypto/bytes.ts';
import { canonicalJson } from '../../../lib/crypto/canonical.ts';
import { sha256 } from '../../../lib/crypto/hash.ts';
import { importVerifyKey, signerFromSeed } from '../../../lib/crypto/signature.ts';
import {
  type Envelope,
  encryptEnvelope,
  envelopeHash,
  openEnvelope,
  signatureHash,
  signEnvelope,
  verifyEnvelope,
} from '../../../lib/protocol/envelope.ts';
import { ProtocolError, refusingAsync } from '../../../lib/protocol/protocol-error.ts';
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

/**
 * The envelope as it comes out of a payload. It then has the text that was in there, so that other code than for an object
 * verifies and hashes it. What no payload can carry stays as it is.
 */
async function received(envelope: Envelope): Promise<Envelope> {
  const key = await importAeadKey(new Uint8Array(32));
  try {
    return await openEnvelope(await encryptEnvelope(envelope, key), key);
  } catch (error) {
    if (error instanceof ProtocolError) return envelope;
    throw error;
  }
}

const reasonOf = (error: unknown) => (error instanceof ProtocolError ? error.reason : 'accepted');

runVectors<Input>('envelope', {
  async sign({ contract_id, event, timestamp, signing_seed_hex }) {
    const signer = signerFromSeed(hexDecode(signing_seed_hex));
    const envelope = await signEnvelope({ contractId: contract_id, event, timestamp }, signer);
    const { signature: _, ...unsigned } = envelope;
    return { steps: { canonical: canonicalJson(unsigned) }, output: { envelope } };
  },
  async hash({ envelope }) {
    const canonical = canonicalJson(envelope);
    const envelope_hash = hex(sha256(utf8(canonical)));
    const hashes = [envelope, await received(envelope)].map(envelopeHash);
    if (hashes.some((hash) => hash !== envelope_hash)) throw new Error('it is another hash');
    return { steps: { canonical }, output: { envelope_hash, signature_hash: signatureHash(envelope) } };
  },
  async verify(input) {
    const proof = await proofOf(input);
    const fromPayload = await verifyEnvelope(await received(input.envelope), proof).catch(reasonOf);
    const event = await verifyEnvelope(input.envelope, proof).catch((error: unknown) => {
      expect(fromPayload).toBe(reasonOf(error));
      throw error;
    });
    expect(fromPayload).toEqual(event);
    return { output: { event: JSON.parse(JSON.stringify(event)) } };
  },
  async 'verify-chain'(input) {
    const proof = await proofOf(input);
    const verdicts = await verifyEnvelopes(input.envelopes, proof);
    const fromPayloads = await verifyEnvelopes(await Promise.all(input.envelopes.map(received)), proof);
    expect(fromPayloads.map(reasonOf)).toEqual(verdicts.map(reasonOf));
    return {
      steps: { hashes: input.envelopes.map((envelope) => hex(sha256(utf8(canonicalJson(envelope))))) },
      output: { verdicts: verdicts.map(reasonOf) },
    };
  },
});
