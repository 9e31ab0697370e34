import { change } from '../domain/change.ts';
import type { Domain } from '../domain/domain.ts';
import { nowSeconds } from '../domain/now-seconds.ts';
import type { RequestRecord } from '../domain/records/request-record.ts';
import type { Tx } from '../domain/tx.ts';
import { ownMediatorRow } from '../envelopes/own-row.ts';
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
export function acceptRequest(domain: Domain, requestId: string): Promise<Acceptance> {
  return change(domain, async (tx) => {
    const request = await tx.tables.requests.get(requestId);
    if (request === undefined || request.direction !== 'in') throw new NotFoundError();
    return accept(tx, request, { consented: true });
  });
}

/**
 * The same as part of a change; without `consented` it is a renewal nobody is asked about. What waited for a contract
 * leaves with it.
 */
export async function accept(
  tx: Tx,
  request: RequestRecord,
  { consented }: { consented: boolean },
): Promise<Acceptance> {
  const done = await acceptedBefore(tx, request);
  if (done !== null) return done;
  const { identityIndex, signed } = request;
  const keys = await tx.keyring.identity(identityIndex);
  const peer = parseDid(request.peerDid);
  const key = await generateContractKey(tx, identityIndex);
  const completed = await completeRequest(signed, { recipientEphemeral: key.multibase, signer: keys.signer });
  const id = contractId(completed.contract);
  const data = { publicKey: key.multibase, wrapped: key.wrapped, signed: completed };
  const keyRow = await contractKeyRow(keys, data, { peerDid: peer.did, now: tx.clock.now() });
  const { contact, renewed } = await adoptContract(tx, {
    identityIndex,
    contractId: id,
    signed: completed,
    side: 'recipient',
    peer,
    wrappedKey: key.wrapped,
    consented,
  });
  tx.put('requests', { ...request, status: 'accepted', contractId: id });
  tx.put('contract_keys', {
    identityIndex,
    publicKey: key.multibase,
    wrapped: null,
    signed: completed,
    contractId: id,
    expiresAt: completed.contract.expires_at,
  });
  tx.send(keyRow);
  tx.send(
    ownMediatorRow(keys, {
      id: `save-contract:${id}`,
      payload: { type: 'SAVE_COMMUNICATION_CONTRACT', signed_contract: completed },
      group: 'other',
      after: contractKeyRowId(key.multibase),
    }),
  );
  tx.send({
    id: responseRowId(id),
    identityIndex,
    mediatorDid: peer.mediatorDid,
    recipientDid: peer.did,
    channel: 'DIRECT_AUTHENTICATED',
    payload: { type: 'COMMUNICATION_CONTRACT_RESPONSE', signed_contract: completed },
    group: 'other',
    after: `save-contract:${id}`,
  });
  const { conversationId } = contact;
  await sendWaiting(tx, contact);
  tx.after(() => {
    tx.changes.popup('requests', 'conversations', `conversation:${conversationId}`);
    tx.changes.domain({
      kind: 'contract',
      identityIndex,
      peerSigningKey: contact.signingKey,
      peerDid: peer.did,
      conversationId,
      requestId: request.requestId,
      origin: null,
      status: renewed ? 'renewed' : 'active',
    });
  });
  return { conversationId, contractId: id };
}

async function acceptedBefore(
  domain: Pick<Tx, 'tables' | 'clock'>,
  request: RequestRecord,
): Promise<Acceptance | null> {
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
