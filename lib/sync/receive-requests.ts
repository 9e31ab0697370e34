import { type Domain, exclusively, nowSeconds } from '../domain/domain.ts';
import { type ContactRecord, contactKey } from '../domain/records/contact-record.ts';
import { requestIdOf } from '../domain/records/request-id.ts';
import type { RequestRecord } from '../domain/records/request-record.ts';
import { collectWrites } from '../domain/writes.ts';
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

/** Open requests one identity keeps; a mediator that lets through more than that is not believed. */
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
    if (request !== null) await exclusively(domain, () => take(domain, keys, request));
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

async function take(domain: Domain, keys: IdentityKeys, { signed, note, peer }: Arrived): Promise<void> {
  const { tables, clock } = domain;
  const requestId = requestIdOf(signed.contract);
  const [known, tombstone, contact, profiles] = await Promise.all([
    tables.requests.get(requestId),
    tables.tombstones.get(requestTombstone(signed.contract)),
    tables.contacts.get(contactKey(keys.index, peer.signingKeyMultibase)),
    domain.keyring.profiles(),
  ]);
  if (known !== undefined || tombstone !== undefined || contact?.blocked === true) return;
  if (profiles.some((own) => own.index === keys.index && own.signingKey === peer.signingKeyMultibase)) return;
  if (contact !== undefined && contact.contractIds.length > 0 && contact.did !== peer.did) {
    await noteChangedDid(domain, contact, peer.did);
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
    contracts: contact === undefined ? [] : await contractsOf(domain, contact),
    peerDid: peer.did,
    lifetime,
    now: clock.now(),
  });
  if (obstacle === null) {
    await accept(domain, { ...request, renewal: true }, { consented: false });
    return;
  }
  // Both asked each other: the person's own open proposal is their yes, to no longer a contract than they proposed.
  const own = await findOpenProposal(domain, keys.index, peer);
  if (
    own !== null &&
    !own.renewal &&
    lifetime <= own.signed.contract.expires_at - own.signed.contract.timestamp
  ) {
    await accept(domain, request, { consented: true });
    return;
  }
  if (await acceptIfExpected(domain, request)) return;
  await keep(domain, request);
}

async function keep(domain: Domain, request: RequestRecord): Promise<void> {
  const open = (await domain.tables.requests.getAll()).filter(
    (one) => one.identityIndex === request.identityIndex && one.status === 'requested',
  );
  if (open.length >= MOST_OPEN) {
    domain.log.warn('a request was dropped, too many wait', { count: open.length });
    return;
  }
  const writes = collectWrites(domain);
  writes.put('requests', request);
  await writes.commit();
  domain.changes.popup('requests');
  domain.changes.domain({
    kind: 'contract',
    identityIndex: request.identityIndex,
    peerSigningKey: request.peerSigningKey,
    peerDid: request.peerDid,
    conversationId: null,
    requestId: request.requestId,
    origin: null,
    status: 'requested',
  });
}

/** Remembers that another DID was seen with a known signing key; it is shown and never used (`protocol.md` §2.5, T-44). */
export async function noteChangedDid(domain: Domain, contact: ContactRecord, did: string): Promise<void> {
  if (contact.changedDid === did) return;
  const writes = collectWrites(domain);
  writes.put('contacts', { ...contact, changedDid: did });
  await writes.commit();
  domain.changes.popup('conversations', `conversation:${contact.conversationId}`);
}
