import { nowSeconds } from '../domain/now-seconds.ts';
import { anchorRoomOf, type ContactRecord, contactKey } from '../domain/records/contact-record.ts';
import { messageRecord, type WaitingRecord } from '../domain/records/message-record.ts';
import type { Tx } from '../domain/tx.ts';
import { type EnvelopeContext, envelopeEvent } from '../envelopes/envelope-event.ts';
import { ProtocolError } from '../protocol/protocol-error.ts';
import { contractsOf } from './contracts-of.ts';
import { failWaiting } from './fail-waiting.ts';
import { contractForSending } from './live-contract.ts';

/** Everything that waits for a contract with this contact, in the order of sending. */
export async function waitingFor(
  { tables }: Pick<Tx, 'tables'>,
  contact: ContactRecord,
): Promise<WaitingRecord[]> {
  const key = contactKey(contact.identityIndex, contact.signingKey);
  const all = await tables.waiting.getAll();
  return all
    .filter((one) => contactKey(one.identityIndex, one.peerSigningKey) === key)
    .sort((a, b) => a.at - b.at || a.place - b.place);
}

/**
 * Envelopes what waited for a contract, once each: the waiting row goes with what brings the outbox rows (`protocol.md`
 * §6.3). One that can never be enveloped fails and holds up no other. Does nothing without a live contract.
 */
export async function sendWaiting(tx: Tx, contact: ContactRecord): Promise<void> {
  const waiting = await waitingFor(tx, contact);
  if (waiting.length === 0) return;
  const contract = contractForSending(await contractsOf(tx, contact), contact.did, nowSeconds(tx));
  if (contract === null) return;
  const keys = await tx.keyring.identity(contact.identityIndex);
  for (const event of waiting) {
    try {
      await sendOne(tx, contact, { keys, contract }, event);
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      failWaiting(tx, contact, { event, reason: error.reason, senderDid: keys.did.did });
    }
  }
  tx.after(() => tx.changes.popup('conversations', `conversation:${contact.conversationId}`));
}

async function sendOne(
  tx: Tx,
  contact: ContactRecord,
  context: EnvelopeContext,
  event: WaitingRecord,
): Promise<void> {
  const { conversationId, identityIndex } = contact;
  const { eventId, type, data, tags, ephemeral, origin, stored, copied = true } = event;
  const state = await tx.tables.message_state.get(eventId);
  const { dev, seq, timestamp } = await envelopeEvent(tx, context, {
    eventId,
    type,
    data,
    tags,
    ephemeral,
    ownCopy: !ephemeral && !(stored && copied),
    conversationId,
    ...anchorRoomOf(contact),
  });
  tx.remove('waiting', eventId);
  if (state !== undefined) tx.put('message_state', { ...state, conversationId });
  if (ephemeral || stored) return;
  const message = messageRecord({
    eventId,
    identityIndex,
    contractId: context.contract.contractId,
    direction: 'out',
    senderDid: context.keys.did.did,
    type,
    data,
    tags,
    timestamp,
    at: tx.clock.now(),
    dev,
    seq,
    origin,
  });
  const appended = tx.append([{ conversation: conversationId, value: message }]);
  tx.after(() => tx.changes.domain({ kind: 'event', conversationId, cursor: appended.cursorOf(0), message }));
}
