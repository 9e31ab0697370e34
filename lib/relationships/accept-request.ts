import { type Domain, exclusively, nowSeconds } from '../domain/domain.ts';
import type { RequestRecord } from '../domain/records/request-record.ts';
import { collectWrites } from '../domain/writes.ts';
import { responseRowId } from '../envelopes/response-row-id.ts';
import {
  ContractDeclinedError,
  ContractExpiredError,
  ContractRevokedError,
  NotFoundError,
} from '../errors/errors.ts';
import { completeRequest, contractId } from '../protocol/contract.ts';
import { parseDid } from '../protocol/did.ts';
import { adoptContract } from './adopt-contract.ts';
import { contractKeyRow, contractKeyRowId } from './contract-key-event.ts';
import { generateContractKey } from './own-contract-key.ts';
import { sendWaiting } from './send-waiting.ts';

/** What an acceptance made. */
export interface Acceptance {
  /** The relationship. */
  conversationId: string;
  contractId: string;
}

/**
 * Accepts a request that waits: own key and signature are made, and in one transaction the contract is booked and three
 * commands are queued, each after the one before: the key to the own mediator, the contract to the own mediator, the
 * contract to the requestor's (`protocol.md` §4.6). Accepting again gives the same contract.
 * Throws NotFoundError, ContractDeclinedError, ContractExpiredError.
 */
export async function acceptRequest(domain: Domain, requestId: string): Promise<Acceptance> {
  return exclusively(domain, async () => {
    const request = await domain.tables.requests.get(requestId);
    if (request === undefined || request.direction !== 'in') throw new NotFoundError();
    return accept(domain, request, { consented: true });
  });
}

/** `acceptRequest` for callers that hold the domain's lock; without `consented` it is a renewal nobody is asked about. */
export async function accept(
  domain: Domain,
  request: RequestRecord,
  { consented }: { consented: boolean },
): Promise<Acceptance> {
  const done = await acceptedBefore(domain, request);
  if (done !== null) return done;
  const { identityIndex, signed } = request;
  const now = domain.clock.now();
  const keys = await domain.keyring.identity(identityIndex);
  const peer = parseDid(request.peerDid);
  const key = await generateContractKey(domain, identityIndex);
  const completed = await completeRequest(signed, { recipientEphemeral: key.multibase, signer: keys.signer });
  const id = contractId(completed.contract);
  const writes = collectWrites(domain);
  const { contact, renewed } = await adoptContract(domain, writes, {
    identityIndex,
    contractId: id,
    signed: completed,
    side: 'recipient',
    peer,
    wrappedKey: key.wrapped,
    consented,
  });
  writes.put('requests', { ...request, status: 'accepted', contractId: id });
  writes.put('contract_keys', {
    identityIndex,
    publicKey: key.multibase,
    wrapped: null,
    signed: completed,
    contractId: id,
    expiresAt: completed.contract.expires_at,
  });
  const command = {
    identityIndex,
    channel: 'DIRECT_AUTHENTICATED',
    group: 'other',
    createdAt: now,
    notBefore: now,
    attempts: 0,
  } as const;
  writes.send(
    await contractKeyRow(
      keys,
      { publicKey: key.multibase, wrapped: key.wrapped, signed: completed },
      { peerDid: peer.did, now },
    ),
  );
  writes.send({
    ...command,
    id: `save-contract:${id}`,
    mediatorDid: keys.did.mediatorDid,
    recipientDid: keys.did.mediatorDid,
    payload: { type: 'SAVE_COMMUNICATION_CONTRACT', signed_contract: completed },
    after: contractKeyRowId(key.multibase),
  });
  writes.send({
    ...command,
    id: responseRowId(id),
    mediatorDid: peer.mediatorDid,
    recipientDid: peer.did,
    payload: { type: 'COMMUNICATION_CONTRACT_RESPONSE', signed_contract: completed },
    after: `save-contract:${id}`,
  });
  await writes.commit();
  await sendWaiting(domain, contact);
  domain.changes.popup('requests', 'conversations', `conversation:${contact.conversationId}`);
  domain.changes.domain({
    kind: 'contract',
    identityIndex,
    peerSigningKey: contact.signingKey,
    peerDid: peer.did,
    conversationId: contact.conversationId,
    requestId: request.requestId,
    origin: null,
    status: renewed ? 'renewed' : 'active',
  });
  return { conversationId: contact.conversationId, contractId: id };
}

async function acceptedBefore(domain: Domain, request: RequestRecord): Promise<Acceptance | null> {
  if (request.status === 'accepted' && request.contractId !== null) {
    const contract = await domain.tables.contracts.get(request.contractId);
    const contact = await domain.tables.contacts.get(`${request.identityIndex}/${request.peerSigningKey}`);
    if (contract !== undefined && contact !== undefined) {
      return { conversationId: contact.conversationId, contractId: request.contractId };
    }
  }
  if (request.status === 'declined') throw new ContractDeclinedError();
  if (request.status !== 'requested') throw new ContractRevokedError('This request is no longer open.');
  if (request.signed.contract.expires_at <= nowSeconds(domain))
    throw new ContractExpiredError('This request has expired.');
  return null;
}
