import { type Domain, exclusively } from '../domain/domain.ts';
import { contactKey } from '../domain/records/contact-record.ts';
import { requestIdOf } from '../domain/records/request-id.ts';
import type { ContractKeyRecord, RequestRecord } from '../domain/records/request-record.ts';
import { collectWrites } from '../domain/writes.ts';
import type { IdentityKeys } from '../keys/identity-keys.ts';
import type { ListedContract } from '../mediator-client/sync/sync-sink.ts';
import { retryQuarantine } from '../messages/retry-quarantine.ts';
import type { SignedContract } from '../protocol/contract.ts';
import type { ParsedDid } from '../protocol/did.ts';
import { ProtocolError } from '../protocol/protocol-error.ts';
import { adoptContract } from '../relationships/adopt-contract.ts';
import { sendWaiting } from '../relationships/send-waiting.ts';
import { takeAnswer } from '../relationships/take-answer.ts';
import { contractTombstone, requestTombstone } from '../relationships/tombstones.ts';
import { noteChangedDid } from './receive-requests.ts';

/** Why a contract of the list is passed over without a word: most of the list is of this kind, at every look. */
const NOT_OURS: ReadonlySet<string> = new Set(['passed-over', 'unknown-key']);

/**
 * Takes the contracts the own mediator has: completed answers to our proposals, and contracts another device of ours
 * made or this one made before a restore. Taken is only a contract identical, but for the recipient's key, to one whose
 * ephemeral key is ours and that was not withdrawn, and only the first completion of it (`protocol.md` §4.7).
 */
export async function receiveContracts(
  domain: Domain,
  keys: IdentityKeys,
  contracts: readonly ListedContract[],
): Promise<void> {
  for (const { signed_contract: signed } of contracts) {
    try {
      await exclusively(domain, () => take(domain, keys, signed));
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      if (NOT_OURS.has(error.reason)) continue;
      domain.log.warn('a contract of the mediator was refused', { reason: error.reason });
    }
  }
}

async function take(domain: Domain, keys: IdentityKeys, signed: SignedContract): Promise<void> {
  const { contract } = signed;
  const { tables } = domain;
  const saved = await tables.contract_keys.getMany([
    contract.requestor_encryption_public_key,
    contract.recipient_encryption_public_key ?? '',
  ]);
  const { contractId, side, peer, key } = await takeAnswer(signed, saved, keys);
  const request = await tables.requests.get(requestIdOf(contract));
  if (await isClosed(domain, signed, contractId, request)) return;
  await book(domain, keys, { signed, contractId, side, peer, key, request });
}

async function isClosed(
  domain: Domain,
  signed: SignedContract,
  contractId: string,
  request: RequestRecord | undefined,
): Promise<boolean> {
  const tombstones = await domain.tables.tombstones.getMany([
    requestTombstone(signed.contract),
    contractTombstone(contractId),
  ]);
  return tombstones.some((one) => one !== undefined) || request?.status === 'withdrawn';
}

async function book(
  domain: Domain,
  keys: IdentityKeys,
  {
    signed,
    contractId,
    side,
    peer,
    key,
    request,
  }: {
    signed: SignedContract;
    contractId: string;
    side: 'requestor' | 'recipient';
    peer: ParsedDid;
    key: ContractKeyRecord;
    request: RequestRecord | undefined;
  },
): Promise<void> {
  const { tables, changes } = domain;
  const before = await tables.contacts.get(contactKey(keys.index, peer.signingKeyMultibase));
  const renewal = request?.renewal ?? (before !== undefined && before.contractIds.length > 0);
  if (renewal && before !== undefined && before.did !== peer.did) {
    await noteChangedDid(domain, before, peer.did);
    return;
  }
  // Revoked after the renewal was proposed: its answer came too late.
  if (renewal && before?.revokedAt != null) return;
  const writes = collectWrites(domain);
  const { contact, renewed } = await adoptContract(domain, writes, {
    identityIndex: keys.index,
    contractId,
    signed,
    side,
    peer,
    wrappedKey: key.wrapped ?? '',
    consented: !renewal,
  });
  writes.put('contract_keys', { ...key, wrapped: null, contractId });
  if (request !== undefined) writes.put('requests', { ...request, status: 'accepted', contractId });
  await writes.commit();
  await sendWaiting(domain, contact);
  changes.popup('requests', 'conversations', `conversation:${contact.conversationId}`);
  changes.domain({
    kind: 'contract',
    identityIndex: keys.index,
    peerSigningKey: contact.signingKey,
    peerDid: peer.did,
    conversationId: contact.conversationId,
    requestId: request?.requestId ?? null,
    origin: request?.origin ?? null,
    status: renewed ? 'renewed' : 'active',
  });
  await retryQuarantine(domain, keys, contact);
}
