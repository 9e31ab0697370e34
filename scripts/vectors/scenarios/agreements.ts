import { type Agreer, agreerFromSeed } from '../../../lib/crypto/agreement.ts';
import { encodeAgreementKey } from '../../../lib/crypto/multikey.ts';
import type { Signer } from '../../../lib/crypto/signature.ts';
import {
  completeRequest,
  encryptRequest,
  type SignedContract,
  signRequest,
} from '../../../lib/protocol/contract.ts';
import { personas } from '../support/personas.ts';
import { seededBytes } from '../support/seeded-bytes.ts';
import { seededRandom } from '../support/seeded-random.ts';

/** A party as the other one needs it. */
export interface Party {
  did: string;
  signer: Signer;
  preKey: Agreer;
}

/** When a contract begins and ends: seconds after the base time. */
export interface Term {
  from?: number;
  until?: number;
}

/** A payload of `REQUEST_COMMUNICATION_CONTRACT`. */
export interface RequestPayload {
  type: 'REQUEST_COMMUNICATION_CONTRACT';
  encrypted_request: string;
  requestor_ephemeral_public_key: string;
}

const THIRTY_DAYS = 30 * 86_400;

const ephemeralOf = (label: string) => agreerFromSeed(seededBytes(`ephemeral ${label}`, 32));

/** A request for a contract, signed; the label makes the ephemeral key. */
export async function request(
  label: string,
  from: Party,
  to: Party,
  { from: begin = 0, until = THIRTY_DAYS }: Term = {},
): Promise<SignedContract> {
  const contract = {
    requestor_did: from.did,
    recipient_did: to.did,
    requestor_encryption_public_key: encodeAgreementKey(ephemeralOf(label).publicKey),
    recipient_encryption_public_key: null,
    expires_at: personas.baseTime + until,
    timestamp: personas.baseTime + begin,
  };
  return signRequest({ contract }, from.signer);
}

/** The payload that carries a request made under the same label; `nonce` is that of the encryption. */
export async function requestPayload(
  label: string,
  signed: SignedContract,
  to: Party,
  nonce = 'first',
): Promise<RequestPayload> {
  const encrypted_request = await seededRandom([seededBytes(`request ${label} ${nonce}`, 12)], () =>
    encryptRequest(signed, ephemeralOf(label), to.preKey.publicKey),
  );
  return {
    type: 'REQUEST_COMMUNICATION_CONTRACT',
    encrypted_request,
    requestor_ephemeral_public_key: signed.contract.requestor_encryption_public_key,
  };
}

/** A request completed by its recipient; the label makes the recipient’s ephemeral key. */
export function completed(label: string, signed: SignedContract, by: Party): Promise<SignedContract> {
  const recipientEphemeral = encodeAgreementKey(ephemeralOf(`${label} recipient`).publicKey);
  return completeRequest(signed, { recipientEphemeral, signer: by.signer });
}
