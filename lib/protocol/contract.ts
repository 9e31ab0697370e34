import type { Agreer } from '../crypto/agreement.ts';
import type { Bytes } from '../crypto/bytes.ts';
import { equalBytes, hex, utf8 } from '../crypto/bytes.ts';
import { canonicalJson } from '../crypto/canonical.ts';
import { sha256 } from '../crypto/hash.ts';
import { decodeAgreementKey } from '../crypto/multikey.ts';
import type { Signer, Verifier } from '../crypto/signature.ts';
import {
  assertUncompleted,
  type Contract,
  contractSchema,
  type SignedContract,
  signedContractSchema,
} from './contract-schema.ts';
import { type ParsedDid, parseDid, verifierOf } from './did.ts';
import { parseShape } from './parse-shape.ts';
import { ProtocolError, refusing } from './protocol-error.ts';
import { assertSigner, signObject, verifyObject } from './signed-object.ts';

export { type ContractRequest, encryptRequest, type OpenedRequest, openRequest } from './contract-request.ts';
export type { Contract, SignedContract } from './contract-schema.ts';

/** A contract both parties signed, with who they are. */
export interface VerifiedContract {
  contractId: string;
  requestor: ParsedDid;
  recipient: ParsedDid;
}

/** Any JSON as a signed contract, by shape and times; throws `ProtocolError('contract')`. Signatures are not checked here. */
export function parseSignedContract(value: unknown): SignedContract {
  return parseShape(signedContractSchema, value, 'contract');
}

/** Signs a request: `contract` has a null recipient key and the signer's DID as requestor (protocol.md §4.2). */
export async function signRequest(
  { contract }: { contract: Contract },
  signer: Signer,
): Promise<SignedContract> {
  const request = parseShape(contractSchema, contract, 'contract');
  if (request.recipient_encryption_public_key !== null)
    throw new ProtocolError('contract', 'a request has no recipient key');
  assertSigner(signer, parseDid(request.requestor_did).signingKey);
  return {
    contract: request,
    requestor_signature: await signObject(request, signer),
    recipient_signature: null,
  };
}

/**
 * Completes a request with the recipient's ephemeral (multibase) and signature. The signer is the identity in
 * `recipient_did`, or the mediator whose `did:web` that is. The request's own signature is checked first, so that nobody is
 * made to sign what the requestor did not.
 */
export async function completeRequest(
  signed: SignedContract,
  { recipientEphemeral, signer }: { recipientEphemeral: string; signer: Signer },
): Promise<SignedContract> {
  assertUncompleted(parseSignedContract(signed));
  await verifyRequestSignature(signed);
  const contract = parseShape(
    contractSchema,
    { ...signed.contract, recipient_encryption_public_key: recipientEphemeral },
    'contract',
  );
  if (!contract.recipient_did.startsWith('did:web:'))
    assertSigner(signer, parseDid(contract.recipient_did).signingKey);
  return {
    contract,
    requestor_signature: signed.requestor_signature,
    recipient_signature: await signObject(contract, signer),
  };
}

/** Verifies the requestor's signature alone, over the contract with its recipient key set back to null; gives the requestor. */
export async function verifyRequestSignature(signed: SignedContract): Promise<ParsedDid> {
  const { contract, requestor_signature } = parseSignedContract(signed);
  const requestor = parseDid(contract.requestor_did);
  const request = { ...contract, recipient_encryption_public_key: null };
  await verifyObject(request, requestor_signature, await verifierOf(requestor));
  return requestor;
}

/**
 * Verifies a contract between two identities: shape, both DIDs, the requestor's signature over the request and the
 * recipient's over the completed object (protocol.md §4.2, D-07). Throws `ProtocolError`. It says nothing about now: expiry
 * and revocation are the caller's.
 */
export async function verifySignedContract(signed: SignedContract): Promise<VerifiedContract> {
  const recipient = parseDid(parseSignedContract(signed).contract.recipient_did);
  const verified = await verifyBoth(signed, await verifierOf(recipient));
  if (equalBytes(verified.requestor.signingKey, recipient.signingKey)) {
    throw new ProtocolError('contract', 'both parties have one signing key');
  }
  return { ...verified, recipient };
}

/** Verifies a registration: a contract whose recipient is the mediator of this document (protocol.md §4.9). */
export async function verifyRegistration(
  signed: SignedContract,
  mediator: { did: string; signingKey: Bytes },
): Promise<{ contractId: string; requestor: ParsedDid }> {
  if (parseSignedContract(signed).contract.recipient_did !== mediator.did) {
    throw new ProtocolError('recipient', 'the contract is with another mediator');
  }
  return verifyBoth(signed, mediator.signingKey);
}

async function verifyBoth(
  signed: SignedContract,
  recipientKey: Bytes | Verifier,
): Promise<{ contractId: string; requestor: ParsedDid }> {
  const { contract, recipient_signature } = signed;
  if (recipient_signature === null || contract.recipient_encryption_public_key === null) {
    throw new ProtocolError('incomplete', 'the contract is not completed');
  }
  const requestor = await verifyRequestSignature(signed);
  await verifyObject(contract, recipient_signature, recipientKey);
  return { contractId: contractId(contract), requestor };
}

/** Lower-case hex SHA-256 of the six completed fields; computed by everybody, taken from nobody (protocol.md §4.3). */
export function contractId(contract: Contract): string {
  const completed = parseShape(contractSchema, contract, 'contract');
  if (completed.recipient_encryption_public_key === null) {
    throw new ProtocolError('incomplete', 'a request has no contract id');
  }
  return hex(sha256(refusing(() => utf8(canonicalJson(completed)))));
}

/** What a request is completed at most once under (protocol.md §4.6). */
export function contractRequestKey(
  contract: Pick<Contract, 'requestor_did' | 'requestor_encryption_public_key'>,
): string {
  return `${contract.requestor_did}|${contract.requestor_encryption_public_key}`;
}

/** The AES key of a completed contract, for the party whose ephemeral private key this is; throws `ephemeral` for another's. */
export async function rootKey(contract: Contract, ownEphemeral: Agreer): Promise<CryptoKey> {
  if (contract.recipient_encryption_public_key === null)
    throw new ProtocolError('incomplete', 'the contract is not completed');
  const requestor = decodeAgreementKey(contract.requestor_encryption_public_key);
  const recipient = decodeAgreementKey(contract.recipient_encryption_public_key);
  if (equalBytes(ownEphemeral.publicKey, requestor)) return ownEphemeral.agree(recipient);
  if (equalBytes(ownEphemeral.publicKey, recipient)) return ownEphemeral.agree(requestor);
  throw new ProtocolError('ephemeral', 'this key is no party of the contract');
}

/** Tells whether two contracts are the same request: every field equal but the recipient's key (protocol.md §4.7). */
export function isSameRequest(a: Contract, b: Contract): boolean {
  const strip = (contract: Contract) => canonicalJson({ ...contract, recipient_encryption_public_key: null });
  return strip(a) === strip(b);
}
