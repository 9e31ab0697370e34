import { agreerFromSeed } from '../../../lib/crypto/agreement.ts';
import { encodeAgreementKey } from '../../../lib/crypto/multikey.ts';
import { type Signer, signerFromSeed } from '../../../lib/crypto/signature.ts';
import type { Contract } from '../../../lib/protocol/contract.ts';
import { formatDid, type ParsedDid, parseDid } from '../../../lib/protocol/did.ts';

/** A party of the check values of protocol.md §2, made of seeds that repeat one byte. */
export interface Party {
  did: ParsedDid;
  signer: Signer;
  preKey: ReturnType<typeof agreerFromSeed>;
  ephemeral: ReturnType<typeof agreerFromSeed>;
  ephemeralMultibase: string;
}

export const MEDIATOR_DID = 'did:web:mediator.example';

export const seed = (byte: number) => new Uint8Array(32).fill(byte);

export function party(alias: string, first: number, mediatorDid = MEDIATOR_DID): Party {
  const signer = signerFromSeed(seed(first));
  const preKey = agreerFromSeed(seed(first + 1));
  const ephemeral = agreerFromSeed(seed(first + 2));
  const did = formatDid({ alias, signingKey: signer.publicKey, preKey: preKey.publicKey, mediatorDid });
  return {
    did: parseDid(did),
    signer,
    preKey,
    ephemeral,
    ephemeralMultibase: encodeAgreementKey(ephemeral.publicKey),
  };
}

export const alice = party('alice', 1);
export const bob = party('bob', 4);
export const carol = party('carol', 7);

/** The contract of the check values, as a request. */
export function requestContract(requestor = alice, recipient = bob): Contract {
  return {
    requestor_did: requestor.did.did,
    recipient_did: recipient.did.did,
    requestor_encryption_public_key: requestor.ephemeralMultibase,
    recipient_encryption_public_key: null,
    expires_at: 1_702_592_000,
    timestamp: 1_700_000_000,
  };
}
