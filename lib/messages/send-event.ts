import { hex, utf8 } from '../crypto/bytes.ts';
import { sha256 } from '../crypto/hash.ts';
import type { JsonValue } from '../crypto/json-value.ts';
import { type Domain, exclusively, nowSeconds } from '../domain/domain.ts';
import { anchorRoomOf, type ContactRecord, contactKey } from '../domain/records/contact-record.ts';
import type { MessageRecord, WaitingRecord } from '../domain/records/message-record.ts';
import { collectWrites, type Writes } from '../domain/writes.ts';
import { envelopeEvent, readCounters } from '../envelopes/envelope-event.ts';
import {
  ContractExpiredError,
  ContractRequiredError,
  ContractRevokedError,
  EventTypeNotPermittedError,
  InvalidParamsError,
  TooLargeError,
} from '../errors/errors.ts';
import { newEventId } from '../protocol/envelope.ts';
import { ProtocolError } from '../protocol/protocol-error.ts';
import { fillTagTemplate, isReserved } from '../protocol/tags.ts';
import { LIMITS } from '../protocol/wire.ts';
import { contractsOf } from '../relationships/contracts-of.ts';
import { contractForSending, mayProposeSuccessor } from '../relationships/live-contract.ts';
import { propose } from '../relationships/propose-contract.ts';
import { sendWaiting } from '../relationships/send-waiting.ts';
import { noteInConversation } from './conversation-row.ts';

/** Bytes of an envelope around its event: ids, hashes, signature. */
const ENVELOPE_MARGIN = 1_024;

export interface NewEvent {
  identityIndex: number;
  peerSigningKey: string;
  type: string;
  data: JsonValue;
  /** Templates such as `chat.${chatId}`, filled from `data`. */
  tags?: string[];
  ephemeral?: boolean;
  /** Site that sends it, null for the person. */
  origin: string | null;
  /** The same content under the same key is one event, for 30 days; scoped to (origin, relationship). */
  idempotencyKey?: string;
  /** `wait`: keep it until there is a contract. `refuse`: throw instead. */
  withoutContract: 'wait' | 'refuse';
}

/**
 * Takes an event for sending and resolves when it is durable, with both deliveries queued in the transaction of its
 * history row; never waits for the network (`protocol.md` §6.3, L-02 to L-04). Throws EventTypeNotPermittedError (reserved
 * names), InvalidParamsError (tags, an idempotency key used for other content), TooLargeError, ContractRequiredError,
 * ContractExpiredError, ContractRevokedError, LockedError.
 */
export async function sendEvent(domain: Domain, event: NewEvent): Promise<{ eventId: string }> {
  const tags = filledTags(event);
  assertFits(event, tags);
  try {
    return await exclusively(domain, () => send(domain, event, tags));
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    if (error.reason === 'too-large') throw new TooLargeError(undefined, LIMITS.envelopeBytes);
    throw new InvalidParamsError('The event cannot be sent as it is.');
  }
}

/** What is over the limit before it is enveloped; what only its escapes push over it is found by the padding. */
function assertFits({ type, data }: NewEvent, tags: string[]): void {
  const bytes = utf8(JSON.stringify([type, data, tags])).length;
  if (bytes > LIMITS.envelopeBytes - ENVELOPE_MARGIN)
    throw new TooLargeError(undefined, LIMITS.envelopeBytes);
}

function filledTags({ type, data, tags = [] }: NewEvent): string[] {
  if (isReserved(type)) throw new EventTypeNotPermittedError();
  if (tags.length > LIMITS.tags) throw new InvalidParamsError(`An event has at most ${LIMITS.tags} tags.`);
  return [...new Set(tags.map((template) => filledTag(template, data)))];
}

function filledTag(template: string, data: JsonValue): string {
  try {
    return fillTagTemplate(template, data);
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    if (error.reason === 'reserved') throw new EventTypeNotPermittedError();
    throw new InvalidParamsError(
      'A tag has characters it cannot have, or names a value that the data does not have.',
    );
  }
}

async function send(domain: Domain, event: NewEvent, tags: string[]): Promise<{ eventId: string }> {
  const { tables, clock, changes } = domain;
  const { identityIndex, peerSigningKey, origin, ephemeral = false, type, data } = event;
  const contact = await tables.contacts.get(contactKey(identityIndex, peerSigningKey));
  if (contact === undefined) throw new ContractRequiredError();
  const writes = collectWrites(domain);
  const eventId = newEventId();
  const known = await usedBefore(domain, writes, contact, event, { tags, eventId });
  if (known !== null) return { eventId: known };
  if (contact.blocked) throw new ContractRevokedError('This contact is blocked.');
  if (contact.revokedAt !== null) throw new ContractRevokedError();

  const state = {
    eventId,
    identityIndex,
    conversationId: contact.conversationId,
    state: 'queued',
    at: clock.now(),
    reason: null,
    origin,
  } as const;
  writes.put('message_state', state);
  const contracts = await contractsOf(domain, contact);
  const contract = contractForSending(contracts, contact.did, nowSeconds(domain));
  if (contract === null) {
    if (event.withoutContract === 'refuse') {
      throw contracts.length === 0 ? new ContractRequiredError() : new ContractExpiredError();
    }
    const waiting = {
      eventId,
      type,
      data,
      tags,
      ephemeral,
      origin,
      at: clock.now(),
      place: 0,
      stored: false,
    };
    await wait(domain, writes, contact, { ...waiting, identityIndex, peerSigningKey });
    if (mayProposeSuccessor(contracts, nowSeconds(domain))) await askForContract(domain, contact);
    return { eventId };
  }
  // What waited before must leave before.
  await sendWaiting(domain, contact);
  const keys = await domain.keyring.identity(identityIndex);
  const counters = await readCounters(domain, contract.contractId);
  const { dev, seq, timestamp } = await envelopeEvent(
    domain,
    writes,
    { keys, contract, counters },
    {
      eventId,
      type,
      data,
      tags,
      ephemeral,
      ownCopy: !ephemeral,
      conversationId: contact.conversationId,
      ...anchorRoomOf(contact),
    },
  );
  const message: MessageRecord = {
    eventId,
    identityIndex,
    contractId: contract.contractId,
    direction: 'out',
    senderDid: keys.did.did,
    type,
    data,
    tags,
    timestamp,
    at: clock.now(),
    dev,
    seq,
    origin,
  };
  if (!ephemeral) {
    writes.append([{ conversation: contact.conversationId, value: message }]);
    await noteInConversation(domain, writes, contact, [message]);
  }
  const cursor = await writes.commit();
  changes.popup('conversations', `conversation:${contact.conversationId}`);
  if (cursor !== null) {
    changes.domain({ kind: 'event', conversationId: contact.conversationId, cursor, message });
  }
  return { eventId };
}

/** Keeps the event, encrypted, until there is a contract. */
async function wait(
  domain: Domain,
  writes: Writes,
  contact: ContactRecord,
  waiting: WaitingRecord,
): Promise<void> {
  writes.put('waiting', waiting);
  await noteInConversation(domain, writes, contact, [{ ...waiting, direction: 'out' }]);
  await writes.commit();
  domain.changes.popup('conversations', `conversation:${contact.conversationId}`);
}

function askForContract(domain: Domain, contact: ContactRecord): Promise<unknown> {
  const { identityIndex, did, contractIds } = contact;
  return propose(domain, { identityIndex, peerDid: did, origin: null, renewal: contractIds.length > 0 });
}

/** The id an idempotency key already has, or null after booking this use of it. */
async function usedBefore(
  domain: Domain,
  writes: Writes,
  contact: ContactRecord,
  event: NewEvent,
  { tags, eventId }: { tags: string[]; eventId: string },
): Promise<string | null> {
  if (event.idempotencyKey === undefined) return null;
  const key = `${event.origin ?? ''}|${contactKey(contact.identityIndex, contact.signingKey)}|${event.idempotencyKey}`;
  const content = JSON.stringify([event.type, event.data, tags, event.ephemeral ?? false]);
  const digest = hex(sha256(utf8(content)));
  const known = await domain.tables.idempotency.get(key);
  if (known === undefined) {
    writes.put('idempotency', { key, eventId, digest, at: domain.clock.now() });
    return null;
  }
  if (known.digest !== digest)
    throw new InvalidParamsError('This idempotency key was used for other content.');
  return known.eventId;
}
