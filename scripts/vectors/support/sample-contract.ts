import { encodeAgreementKey } from '../../../lib/crypto/multikey.ts';
import {
  type Contract,
  completeRequest,
  contractId,
  rootKey,
  type SignedContract,
  signRequest,
} from '../../../lib/protocol/contract.ts';
import { LIMITS } from '../../../lib/protocol/wire.ts';
import { personas } from './personas.ts';

/** A request, the contract made of it, and what is computed of that. */
export interface SampleContract {
  request: SignedContract;
  signed: SignedContract;
  contractId: string;
  rootKey: CryptoKey;
}

/** The contract of all vectors: Alice asks, Bob completes, made at the base time for 30 days. */
export async function sampleContract(): Promise<SampleContract> {
  const { alice, bob, baseTime } = personas;
  const contract: Contract = {
    requestor_did: alice.did,
    recipient_did: bob.did,
    requestor_encryption_public_key: encodeAgreementKey(alice.ephemeral.publicKey),
    recipient_encryption_public_key: null,
    expires_at: baseTime + LIMITS.defaultLifetime,
    timestamp: baseTime,
  };
  const request = await signRequest({ contract }, alice.signer);
  const recipientEphemeral = encodeAgreementKey(bob.ephemeral.publicKey);
  const signed = await completeRequest(request, { recipientEphemeral, signer: bob.signer });
  return {
    request,
    signed,
    contractId: contractId(signed.contract),
    rootKey: await rootKey(signed.contract, alice.ephemeral),
  };
}
