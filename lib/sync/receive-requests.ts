import { change } from '../domain/change.ts';
import type { Domain } from '../domain/domain.ts';
import { nowSeconds } from '../domain/now-seconds.ts';
import { contactKey } from '../domain/records/contact-record.ts';
import { requestIdOf } from '../domain/records/request-id.ts';
import type { RequestRecord } from '../domain/records/request-record.ts';
import type { Tx } from '../domain/tx.ts';
import { acceptIfExpected } from '../held/send/accept-expected.ts';
import type { IdentityKeys } from '../keys/identity-keys.ts';
import type { PendingRequest } from '../mediator-client/sync/sync-sink.ts';
import { type OpenedRequest, openRequest } from '../protocol/contract.ts';
import { type ParsedDid, parseDid } from '../protocol/did.ts';
import { ProtocolError } from '../protocol/protocol-error.ts';
import { accept } from '../relationships/accept-request.ts';
import { contractsOf } from '../relationships/contracts-of.ts';
import { findOpenProposal } from '../relationships/propose-contract.ts';
import { renewalObstacle } from '../relationships/renewal-rule.ts';
import { requestTombstone } from '../relationships/tombstones.ts';
import { noteChangedDid } from './note-changed-did.ts';

/**
 * Open requests of an identity (security.md *Limits*). A mediator that lets through more than that is not believed.
 */
const MOST_OPEN = 500;

/**
 * Takes requests from the own mediator: opens and checks each (`protocol.md` §4.5), accepts renewals nobody needs to
 * be asked about (§7.2), and keeps the others for the person. Returns every id, since what does not open now never will:
 * garbage, a request for another, a repeated one (T-71, T-72) and one of somebody blocked are dropped without a word.
 */
export async function receiveRequests(
  domain: Domain,
  keys: IdentityKeys,
  requests: readonly PendingRequest[],
): Promise<string[]> {
  const opened = await Promise.all(requests.map((one) => open(domain, keys, one)));
  for (const request of opened) {
    if (request !== null) await change(domain, (tx) => receive(tx, keys, request));
  }
  return requests.map((one) => one.id);
}

interface Arrived extends OpenedRequest {
  peer: ParsedDid;
}

async function open(domain: Domain, keys: IdentityKeys, pending: PendingRequest): Promise<Arrived | null> {
  try {
    const opened = await openRequest(pending.encrypted_request, {
      preKeyAgreer: keys.preKey,
      outerEphemeral: pending.requestor_ephemeral_public_key,
      senderDid: pending.sender_did,
      ownDid: keys.did.did,
      now: nowSeconds(domain),
    });
    return { ...opened, peer: parseDid(opened.signed.contract.requestor_did) };
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    domain.log.info('a request was refused', { reason: error.reason });
    return null;
  }
}

async function receive(tx: Tx, keys: IdentityKeys, { signed, note, peer }: Arrived): Promise<void> {
  const { tables, clock } = tx;
  const requestId = requestIdOf(signed.contract);
  const [known, tombstone, contact, profiles] = await Promise.all([
    tables.requests.get(requestId),
    tables.tombstones.get(requestTombstone(signed.contract)),
    tables.contacts.get(contactKey(keys.index, peer.signingKeyMultibase)),
    tx.keyring.profiles(),
  ]);
  if (known !== undefined || tombstone !== undefined || contact?.blocked === true) return;
  if (profiles.some((own) => own.index === keys.index && own.signingKey === peer.signingKeyMultibase)) return;
  if (contact !== undefined && contact.contractIds.length > 0 && contact.did !== peer.did) {
    noteChangedDid(tx, contact, peer.did);
    return;
  }
  const request: RequestRecord = {
    requestId,
    identityIndex: keys.index,
    direction: 'in',
    peerSigningKey: peer.signingKeyMultibase,
    peerDid: peer.did,
    note,
    signed,
    status: 'requested',
    renewal: false,
    contractId: null,
    origin: null,
    at: clock.now(),
    reason: null,
  };
  const lifetime = signed.contract.expires_at - signed.contract.timestamp;
  const obstacle = renewalObstacle({
    contact,
    contracts: contact === undefined ? [] : await contractsOf(tx, contact),
    peerDid: peer.did,
    lifetime,
    now: clock.now(),
  });
  if (obstacle === null) {
    await accept(tx, { ...request, renewal: true }, { consented: false });
    return;
  }
  // Both asked each other: the person's own open proposal is their yes, to no longer a contract than they proposed.
  const own = await findOpenProposal(tx, keys.index, peer);
  if (
    own !== null &&
    !own.renewal &&
    lifetime <= own.signed.contract.expires_at - own.signed.contract.timestamp
  ) {
    await accept(tx, request, { consented: true });
    return;
  }
  if (await acceptIfExpected(tx, request)) return;
  await keep(tx, request);
}

async function keep(tx: Tx, request: RequestRecord): Promise<void> {
  const open = (await tx.tables.requests.getAll()).filter(
    (one) => one.identityIndex === request.identityIndex && one.status === 'requested',
  );
  if (open.length >= MOST_OPEN) {
    tx.log.warn('a request was dropped, too many wait', { count: open.length });
    return;
  }
  tx.put('requests', request);
  tx.after(() => {
    tx.changes.popup('requests');
    tx.changes.domain({
      kind: 'contract',
      identityIndex: request.identityIndex,
      peerSigningKey: request.peerSigningKey,
      peerDid: request.peerDid,
      conversationId: null,
      requestId: request.requestId,
      origin: null,
      status: 'requested',
    });
  });
}
