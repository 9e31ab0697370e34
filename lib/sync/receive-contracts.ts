import { change } from '../domain/change.ts';
import type { Domain } from '../domain/domain.ts';
import { type ContactRecord, contactKey } from '../domain/records/contact-record.ts';
import { requestIdOf } from '../domain/records/request-id.ts';
import type { RequestRecord } from '../domain/records/request-record.ts';
import type { Tx } from '../domain/tx.ts';
import type { IdentityKeys } from '../keys/identity-keys.ts';
import type { ListedContract } from '../mediator-client/sync/sync-sink.ts';
import { retryQuarantine } from '../messages/retry-quarantine.ts';
import type { SignedContract } from '../protocol/contract.ts';
import { ProtocolError } from '../protocol/protocol-error.ts';
import { adoptContract } from '../relationships/adopt-contract.ts';
import { type JudgedAnswer, judgeAnswer } from '../relationships/judge-answer.ts';
import { sendWaiting } from '../relationships/send-waiting.ts';
import { contractTombstone, requestTombstone } from '../relationships/tombstones.ts';
import { noteChangedDid } from './note-changed-did.ts';

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
      const contact = await change(domain, (tx) => importContract(tx, keys, signed));
      if (contact !== null) await retryQuarantine(domain, keys, contact);
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      if (NOT_OURS.has(error.reason)) continue;
      domain.log.warn('a contract of the mediator was refused', { reason: error.reason });
    }
  }
}

/** Books a contract that is ours; gives its contact, or null where nothing changed. */
async function importContract(
  tx: Tx,
  keys: IdentityKeys,
  signed: SignedContract,
): Promise<ContactRecord | null> {
  const { contract } = signed;
  const { tables } = tx;
  const saved = await tables.contract_keys.getMany([
    contract.requestor_encryption_public_key,
    contract.recipient_encryption_public_key ?? '',
  ]);
  const answer = await judgeAnswer(signed, saved, keys);
  const request = await tables.requests.get(requestIdOf(contract));
  if (await isClosed(tx, signed, answer.contractId, request)) return null;
  return book(tx, keys, { signed, answer, request });
}

async function isClosed(
  { tables }: Pick<Tx, 'tables'>,
  signed: SignedContract,
  contractId: string,
  request: RequestRecord | undefined,
): Promise<boolean> {
  const tombstones = await tables.tombstones.getMany([
    requestTombstone(signed.contract),
    contractTombstone(contractId),
  ]);
  return tombstones.some((one) => one !== undefined) || request?.status === 'withdrawn';
}

async function book(
  tx: Tx,
  keys: IdentityKeys,
  {
    signed,
    answer: { contractId, side, peer, key },
    request,
  }: { signed: SignedContract; answer: JudgedAnswer; request: RequestRecord | undefined },
): Promise<ContactRecord | null> {
  const { tables, changes } = tx;
  const before = await tables.contacts.get(contactKey(keys.index, peer.signingKeyMultibase));
  const renewal = request?.renewal ?? (before !== undefined && before.contractIds.length > 0);
  if (renewal && before !== undefined && before.did !== peer.did) {
    noteChangedDid(tx, before, peer.did);
    return null;
  }
  // Revoked after the renewal was proposed: its answer came too late.
  if (renewal && before?.revokedAt != null) return null;
  const { contact, renewed } = await adoptContract(tx, {
    identityIndex: keys.index,
    contractId,
    signed,
    side,
    peer,
    wrappedKey: key.wrapped ?? '',
    consented: !renewal,
  });
  tx.put('contract_keys', { ...key, wrapped: null, contractId });
  if (request !== undefined) tx.put('requests', { ...request, status: 'accepted', contractId });
  await sendWaiting(tx, contact);
  tx.after(() => {
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
  });
  return contact;
}
