import { type Domain, nowSeconds } from '../domain/domain.ts';
import { anchorRoomOf, type ContactRecord, contactKey } from '../domain/records/contact-record.ts';
import type { MessageRecord, WaitingRecord } from '../domain/records/message-record.ts';
import { collectWrites } from '../domain/writes.ts';
import { envelopeEvent, readCounters, type Under } from '../envelopes/envelope-event.ts';
import { ProtocolError } from '../protocol/protocol-error.ts';
import { contractsOf } from './contracts-of.ts';
import { failWaiting } from './fail-waiting.ts';
import { contractForSending } from './live-contract.ts';

/** Everything that waits for a contract with this contact, in the order of sending. */
export async function waitingFor(domain: Domain, contact: ContactRecord): Promise<WaitingRecord[]> {
  const key = contactKey(contact.identityIndex, contact.signingKey);
  const all = await domain.tables.waiting.getAll();
  return all
    .filter((one) => contactKey(one.identityIndex, one.peerSigningKey) === key)
    .sort((a, b) => a.at - b.at || a.place - b.place);
}

/**
 * Envelopes what waited for a contract, once each: the waiting row goes in the transaction that brings the outbox rows
 * (`protocol.md` §6.3). Does nothing without a live contract. Call inside `exclusively`.
 */
export async function sendWaiting(domain: Domain, contact: ContactRecord): Promise<void> {
  const waiting = await waitingFor(domain, contact);
  if (waiting.length === 0) return;
  const contract = contractForSending(await contractsOf(domain, contact), contact.did, nowSeconds(domain));
  if (contract === null) return;
  const keys = await domain.keyring.identity(contact.identityIndex);
  const under = { keys, contract, counters: await readCounters(domain, contract.contractId) };
  for (const event of waiting) {
    try {
      await sendOne(domain, contact, under, event);
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      await failOne(domain, contact, event, under, error.reason);
    }
  }
  domain.changes.popup('conversations', `conversation:${contact.conversationId}`);
}

async function sendOne(
  domain: Domain,
  contact: ContactRecord,
  under: Under,
  event: WaitingRecord,
): Promise<void> {
  const { conversationId } = contact;
  const { eventId, type, data, tags, ephemeral, origin, stored, copied = true } = event;
  const writes = collectWrites(domain);
  const { dev, seq, timestamp } = await envelopeEvent(domain, writes, under, {
    eventId,
    type,
    data,
    tags,
    ephemeral,
    ownCopy: !ephemeral && !(stored && copied),
    conversationId,
    ...anchorRoomOf(contact),
  });
  writes.remove('waiting', eventId);
  const state = await domain.tables.message_state.get(eventId);
  if (state !== undefined) writes.put('message_state', { ...state, conversationId });
  const message: MessageRecord = {
    eventId,
    identityIndex: contact.identityIndex,
    contractId: under.contract.contractId,
    direction: 'out',
    senderDid: under.keys.did.did,
    type,
    data,
    tags,
    timestamp,
    at: domain.clock.now(),
    dev,
    seq,
    origin,
  };
  const enters = !ephemeral && !stored;
  if (enters) writes.append([{ conversation: conversationId, value: message }]);
  const cursor = await writes.commit();
  if (enters && cursor !== null) domain.changes.domain({ kind: 'event', conversationId, cursor, message });
}

async function failOne(
  domain: Domain,
  contact: ContactRecord,
  event: WaitingRecord,
  under: Under,
  reason: string,
) {
  const writes = collectWrites(domain);
  failWaiting(domain, writes, contact, { event, reason, senderDid: under.keys.did.did });
  await writes.commit();
}
