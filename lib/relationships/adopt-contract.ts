import { type ContactRecord, contactKey } from '../domain/records/contact-record.ts';
import type { ContractRecord } from '../domain/records/contract-record.ts';
import { emptyContact } from '../domain/records/empty-contact.ts';
import { emptyConversation } from '../domain/records/empty-conversation.ts';
import { hasPreContractHistory, isProvisional } from '../domain/records/request-id.ts';
import type { Tx } from '../domain/tx.ts';
import type { SignedContract } from '../protocol/contract.ts';
import type { ParsedDid } from '../protocol/did.ts';

/** A contract both signed, found to be ours. */
export interface Adoption {
  identityIndex: number;
  contractId: string;
  signed: SignedContract;
  side: 'requestor' | 'recipient';
  peer: ParsedDid;
  wrappedKey: string;
  /** True when the person said yes to this very contract or request, false when it renews without a question. */
  consented: boolean;
}

/**
 * Books a contract both signed: its row, the contact pinned to the peer's DID, and the conversation, which keeps its id
 * if it has one (`protocol.md` §2.5, §7).
 */
export async function adoptContract(
  tx: Tx,
  { identityIndex, contractId, signed, side, peer, wrappedKey, consented }: Adoption,
): Promise<{ contact: ContactRecord; contract: ContractRecord; renewed: boolean }> {
  const { requestor_encryption_public_key: requestorKey, recipient_encryption_public_key: recipientKey } =
    signed.contract;
  if (recipientKey === null) throw new TypeError('a contract without the recipient is no contract');
  const now = tx.clock.now();
  const contract: ContractRecord = {
    contractId,
    identityIndex,
    peerSigningKey: peer.signingKeyMultibase,
    peerDid: peer.did,
    signed,
    side,
    ownKey: side === 'requestor' ? requestorKey : recipientKey,
    peerKey: side === 'requestor' ? recipientKey : requestorKey,
    wrappedKey,
    status: 'active',
    refused: false,
    revokedAt: null,
    createdAt: now,
  };
  const key = contactKey(identityIndex, peer.signingKeyMultibase);
  const before = await tx.tables.contacts.get(key);
  const lifetime = signed.contract.expires_at - signed.contract.timestamp;
  const hasConversation = before !== undefined && !isProvisional(before.conversationId);
  // Whoever has a contract with us is no unknown sender any more, whichever device of ours said yes.
  const { heldRequest: _, ...known } = before ?? emptyContact(identityIndex, peer, contractId, now);
  const contact: ContactRecord = {
    ...known,
    conversationId: hasConversation ? before.conversationId : contractId,
    ...earlierIdsOf(before),
    contractIds: [...new Set([...(before?.contractIds ?? []), contractId])],
    activeUntil: Math.max(before?.activeUntil ?? 0, signed.contract.expires_at),
    proposedUntil: null,
  };
  if (consented) {
    Object.assign(contact, {
      did: peer.did,
      alias: peer.alias,
      consentedAt: now,
      maxLifetime: Math.max(before?.revokedAt == null ? (before?.maxLifetime ?? 0) : 0, lifetime),
      revokedAt: null,
      changedDid: before?.changedDid === peer.did ? null : (before?.changedDid ?? null),
    } satisfies Partial<ContactRecord>);
  }
  tx.put('contracts', contract);
  tx.put('contacts', contact);
  await moveConversation(tx, before?.conversationId ?? null, contact);
  return { contact, contract, renewed: (before?.contractIds.length ?? 0) > 0 && before?.revokedAt == null };
}

/** The ids under which a history was begun before there was a contract: it stays where it is. */
function earlierIdsOf(before: ContactRecord | undefined): Pick<ContactRecord, 'earlierIds'> {
  if (before === undefined || !hasPreContractHistory(before.conversationId)) return {};
  return { earlierIds: [...new Set([...(before.earlierIds ?? []), before.conversationId])] };
}

/** Gives the conversation its lasting id, and makes its row when there is none. */
async function moveConversation(tx: Tx, from: string | null, contact: ContactRecord): Promise<void> {
  const { conversations, drafts } = tx.tables;
  const to = contact.conversationId;
  if (from === to && (await conversations.get(to)) !== undefined) return;
  const [row, draft] = from === null ? [] : await Promise.all([conversations.get(from), drafts.get(from)]);
  if (from !== null && from !== to) tx.remove('conversations', from);
  if (draft !== undefined && from !== null && from !== to) {
    tx.remove('drafts', from);
    tx.put('drafts', { ...draft, conversationId: to });
  }
  tx.put('conversations', {
    ...(row ?? emptyConversation(contact, tx.clock.now())),
    conversationId: to,
  });
}
