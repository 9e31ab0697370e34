import type { ContractKeyRecord } from '../domain/records/request-record.ts';
import { isSameRequest, type SignedContract, verifySignedContract } from '../protocol/contract.ts';
import type { ParsedDid } from '../protocol/did.ts';
import { ProtocolError } from '../protocol/protocol-error.ts';

/** A contract that is the answer to a request of ours, or one that another device of ours made. */
export interface JudgedAnswer {
  contractId: string;
  /** On which side the own key stands. */
  side: 'requestor' | 'recipient';
  peer: ParsedDid;
  key: ContractKeyRecord;
}

/**
 * Decides whether a contract of the own mediator is one of ours, by what was saved with its keys: steps 1 to 4 of
 * `protocol.md` §4.7. `saved` are the rows of keys that are in the contract, of any identity. Throws `ProtocolError`:
 * `passed-over` and `unknown-key` for what is none of our concern, `other-request`, the reasons of
 * `verifySignedContract`, `other-side`.
 */
export async function judgeAnswer(
  signed: SignedContract,
  saved: readonly (ContractKeyRecord | undefined)[],
  own: { index: number; did: Pick<ParsedDid, 'signingKeyMultibase'> },
): Promise<JudgedAnswer> {
  const { contract } = signed;
  if (contract.recipient_did.startsWith('did:web:') || contract.recipient_encryption_public_key === null)
    throw new ProtocolError('passed-over', 'a registration, or not completed');
  const key = [contract.requestor_encryption_public_key, contract.recipient_encryption_public_key]
    .map((publicKey) => saved.find((one) => one?.publicKey === publicKey && waits(one, own.index)))
    .find((one) => one !== undefined);
  if (key === undefined) throw new ProtocolError('unknown-key', 'no key of ours that waits for an answer');
  if (!isSameRequest(contract, key.signed.contract))
    throw new ProtocolError('other-request', 'the contract differs from the request');
  const side = key.publicKey === contract.requestor_encryption_public_key ? 'requestor' : 'recipient';
  const { contractId, requestor, recipient } = await verifySignedContract(signed);
  const [self, peer] = side === 'requestor' ? [requestor, recipient] : [recipient, requestor];
  if (self.signingKeyMultibase !== own.did.signingKeyMultibase)
    throw new ProtocolError('other-side', 'the own key stands on the side of somebody else');
  return { contractId, side, peer, key };
}

/** Whether a key is this identity's, and no contract was completed with it: the first completion is the only one. */
function waits({ identityIndex, contractId, wrapped }: ContractKeyRecord, index: number): boolean {
  return identityIndex === index && contractId === null && wrapped !== null;
}
