import { change } from '../domain/change.ts';
import type { Domain } from '../domain/domain.ts';
import { nowSeconds } from '../domain/now-seconds.ts';
import { contactKey } from '../domain/records/contact-record.ts';
import { emptyContact } from '../domain/records/empty-contact.ts';
import { emptyConversation } from '../domain/records/empty-conversation.ts';
import type { WaitingRecord } from '../domain/records/message-record.ts';
import { provisionalConversation, requestIdOf } from '../domain/records/request-id.ts';
import type { RequestRecord } from '../domain/records/request-record.ts';
import type { Tx } from '../domain/tx.ts';
import { InvalidParamsError } from '../errors/errors.ts';
import { encryptRequest, signRequest } from '../protocol/contract.ts';
import { isNote } from '../protocol/contract-schema.ts';
import { type ParsedDid, parseDid } from '../protocol/did.ts';
import { LIMITS } from '../protocol/wire.ts';
import { contractKeyRow, contractKeyRowId } from './contract-key-event.ts';
import { generateContractKey } from './own-contract-key.ts';

export interface Proposal {
  identityIndex: number;
  peerDid: string;
  /** At most 280 characters. */
  note?: string;
  /** Whole seconds; default 30 days from now. */
  expiresAt?: number;
  /** Site that asked for it, null when the person did. */
  origin: string | null;
  /** True for a successor nobody is asked about; false is the person's explicit consent. */
  renewal?: boolean;
  /** Events that wait for the acceptance. */
  waiting?: Omit<WaitingRecord, 'identityIndex' | 'peerSigningKey'>[];
}

/**
 * Proposes a contract: everything is written at once, the key goes to the own mediator first and the request leaves
 * after it (`protocol.md` §4.4). An open proposal to the same DID is joined. Throws InvalidParamsError for a DID that is
 * none, is our own, is another than the pinned one of a known signing key, or belongs to somebody blocked.
 */
export function proposeContract(domain: Domain, proposal: Proposal): Promise<RequestRecord> {
  return change(domain, async (tx) => {
    const request = await propose(tx, proposal);
    tx.after(() => tx.changes.popup('requests', 'conversations'));
    return request;
  });
}

/** The same as part of a change. */
export async function propose(tx: Tx, proposal: Proposal): Promise<RequestRecord> {
  const { identityIndex, origin, renewal = false } = proposal;
  const peer = parsePeer(proposal.peerDid);
  await assertNotOurs(tx, peer);
  const contact = await tx.tables.contacts.get(contactKey(identityIndex, peer.signingKeyMultibase));
  if (contact?.blocked === true) throw new InvalidParamsError('This contact is blocked. Unblock it first.');
  if (contact !== undefined && contact.contractIds.length > 0 && contact.did !== peer.did) {
    throw new InvalidParamsError(
      'This is another DID of somebody known. Ask them by another way which one is theirs.',
    );
  }
  const open = await findOpenProposal(tx, identityIndex, peer);
  const request = open ?? (await makeRequest(tx, proposal, peer));
  for (const waiting of proposal.waiting ?? []) {
    tx.put('waiting', { ...waiting, identityIndex, peerSigningKey: peer.signingKeyMultibase });
    tx.put('message_state', {
      eventId: waiting.eventId,
      identityIndex,
      conversationId: contact?.conversationId ?? provisionalConversation(request.requestId),
      state: 'queued',
      at: tx.clock.now(),
      reason: null,
      origin: waiting.origin,
    });
  }
  if (open === null) await bookContact(tx, request, peer, renewal);
  if (!renewal && open === null) {
    tx.after(() =>
      tx.changes.domain({
        kind: 'contract',
        identityIndex,
        peerSigningKey: peer.signingKeyMultibase,
        peerDid: peer.did,
        conversationId: null,
        requestId: request.requestId,
        origin,
        status: 'proposed',
      }),
    );
  }
  return request;
}

function parsePeer(did: string): ParsedDid {
  try {
    return parseDid(did);
  } catch {
    throw new InvalidParamsError('This is not the DID of a person.');
  }
}

async function assertNotOurs({ keyring }: Pick<Tx, 'keyring'>, peer: ParsedDid): Promise<void> {
  const profiles = await keyring.profiles();
  if (profiles.some((own) => own.signingKey === peer.signingKeyMultibase)) {
    throw new InvalidParamsError('This DID is your own.');
  }
}

/** The proposal to this DID that still waits for an answer, or null. */
export async function findOpenProposal(
  domain: Pick<Tx, 'tables' | 'clock'>,
  identityIndex: number,
  peer: Pick<ParsedDid, 'did'>,
): Promise<RequestRecord | null> {
  const requests = await domain.tables.requests.getAll();
  const open = requests.find(
    (one) =>
      one.direction === 'out' &&
      one.status === 'proposed' &&
      one.identityIndex === identityIndex &&
      one.peerDid === peer.did &&
      one.signed.contract.expires_at > nowSeconds(domain),
  );
  return open ?? null;
}

async function makeRequest(
  tx: Tx,
  { identityIndex, note, expiresAt, origin, renewal = false }: Proposal,
  peer: ParsedDid,
): Promise<RequestRecord> {
  const now = tx.clock.now();
  const timestamp = nowSeconds(tx);
  if (note !== undefined && !isNote(note))
    throw new InvalidParamsError(`A note has at most ${LIMITS.noteLength} characters.`);
  const keys = await tx.keyring.identity(identityIndex);
  const key = await generateContractKey(tx, identityIndex);
  const signed = await signRequest(
    {
      contract: {
        requestor_did: keys.did.did,
        recipient_did: peer.did,
        requestor_encryption_public_key: key.multibase,
        recipient_encryption_public_key: null,
        expires_at: checkedEnd(expiresAt ?? timestamp + LIMITS.defaultLifetime, timestamp),
        timestamp,
      },
    },
    keys.signer,
  );
  const encrypted = await encryptRequest(note ? { ...signed, note } : signed, key.agreer, peer.preKey);
  const request: RequestRecord = {
    requestId: requestIdOf(signed.contract),
    identityIndex,
    direction: 'out',
    peerSigningKey: peer.signingKeyMultibase,
    peerDid: peer.did,
    note: note ?? null,
    signed,
    status: 'proposed',
    renewal,
    contractId: null,
    origin,
    at: now,
    reason: null,
  };
  const data = { publicKey: key.multibase, wrapped: key.wrapped, signed };
  const keyRow = await contractKeyRow(keys, data, { peerDid: peer.did, now });
  tx.put('requests', request);
  tx.put('contract_keys', {
    identityIndex,
    publicKey: key.multibase,
    wrapped: key.wrapped,
    signed,
    contractId: null,
    expiresAt: signed.contract.expires_at,
  });
  tx.send(keyRow);
  tx.send({
    id: requestRowId(request.requestId),
    identityIndex,
    mediatorDid: peer.mediatorDid,
    recipientDid: peer.did,
    channel: 'DIRECT_AUTHENTICATED',
    payload: {
      type: 'REQUEST_COMMUNICATION_CONTRACT',
      encrypted_request: encrypted,
      requestor_ephemeral_public_key: key.multibase,
    },
    group: 'other',
    after: contractKeyRowId(key.multibase),
  });
  return request;
}

const REQUEST_ROW = 'request:';

/** Id of the outbox row that carries our request. */
export function requestRowId(requestId: string): string {
  return REQUEST_ROW + requestId;
}

/** The request an outbox row carries, by its id. */
export function requestOfRow(rowId: string): string {
  return rowId.slice(REQUEST_ROW.length);
}

function checkedEnd(expiresAt: number, timestamp: number): number {
  const lifetime = expiresAt - timestamp;
  if (lifetime < LIMITS.minLifetime || lifetime > LIMITS.maxLifetime) {
    throw new InvalidParamsError('A contract lasts between one minute and 400 days.');
  }
  return expiresAt;
}

/** A proposal of the person's own is their consent: renewal is measured by it, and a revocation is over. */
async function bookContact(tx: Tx, request: RequestRecord, peer: ParsedDid, renewal: boolean): Promise<void> {
  const now = tx.clock.now();
  const { identityIndex, requestId, signed } = request;
  const key = contactKey(identityIndex, peer.signingKeyMultibase);
  const known = await tx.tables.contacts.get(key);
  const contact = known ?? emptyContact(identityIndex, peer, provisionalConversation(requestId), now);
  const lifetime = signed.contract.expires_at - signed.contract.timestamp;
  const pinned = contact.contractIds.length > 0 ? {} : { did: peer.did, alias: peer.alias };
  const consent = renewal ? {} : { maxLifetime: Math.max(contact.maxLifetime, lifetime) };
  const booked = { ...contact, ...pinned, ...consent, proposedUntil: signed.contract.expires_at };
  tx.put('contacts', booked);
  if (renewal || (await tx.tables.conversations.get(booked.conversationId)) !== undefined) return;
  tx.put('conversations', emptyConversation(booked, now));
}
