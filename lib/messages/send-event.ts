import { hex, utf8 } from '../crypto/bytes.ts';
import { sha256 } from '../crypto/hash.ts';
import type { JsonValue } from '../crypto/json-value.ts';
import { change } from '../domain/change.ts';
import type { Domain } from '../domain/domain.ts';
import { nowSeconds } from '../domain/now-seconds.ts';
import { anchorRoomOf, type ContactRecord, contactKey } from '../domain/records/contact-record.ts';
import type { ContractRecord } from '../domain/records/contract-record.ts';
import {
  type IdempotencyRecord,
  messageRecord,
  type WaitingRecord,
} from '../domain/records/message-record.ts';
import type { Tx } from '../domain/tx.ts';
import { envelopeEvent } from '../envelopes/envelope-event.ts';
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
    return await change(domain, (tx) => send(tx, event, tags));
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

async function send(tx: Tx, event: NewEvent, tags: string[]): Promise<{ eventId: string }> {
  const { identityIndex, peerSigningKey, origin, type, data } = event;
  const contact = await tx.tables.contacts.get(contactKey(identityIndex, peerSigningKey));
  if (contact === undefined) throw new ContractRequiredError();
  const use = idempotencyUse(contact, event, tags);
  const known = use === null ? null : await usedBefore(tx, use);
  if (known !== null) return { eventId: known };
  if (contact.blocked) throw new ContractRevokedError('This contact is blocked.');
  if (contact.revokedAt !== null) throw new ContractRevokedError();
  const contracts = await contractsOf(tx, contact);
  const contract = contractForSending(contracts, contact.did, nowSeconds(tx));
  if (contract === null && event.withoutContract === 'refuse')
    throw contracts.length === 0 ? new ContractRequiredError() : new ContractExpiredError();

  const eventId = newEventId();
  const { conversationId } = contact;
  const at = tx.clock.now();
  const ready = { eventId, type, data, tags, ephemeral: event.ephemeral ?? false, origin };
  if (contract === null) await waitForContract(tx, contact, contracts, ready);
  else await envelope(tx, contact, contract, ready);
  if (use !== null) tx.put('idempotency', { ...use, eventId, at });
  tx.put('message_state', {
    eventId,
    identityIndex,
    conversationId,
    state: 'queued',
    at,
    reason: null,
    origin,
  });
  tx.after(() => tx.changes.popup('conversations', `conversation:${conversationId}`));
  return { eventId };
}

/** An event that may be sent, with the id it has from now on. */
type Ready = Omit<WaitingRecord, 'identityIndex' | 'peerSigningKey' | 'at' | 'place' | 'stored' | 'copied'>;

/** Keeps the event, encrypted, until there is a contract, and asks for one where that needs no question. */
async function waitForContract(
  tx: Tx,
  contact: ContactRecord,
  contracts: readonly ContractRecord[],
  ready: Ready,
): Promise<void> {
  const { identityIndex, signingKey: peerSigningKey, did, contractIds } = contact;
  if (mayProposeSuccessor(contracts, nowSeconds(tx))) {
    await propose(tx, { identityIndex, peerDid: did, origin: null, renewal: contractIds.length > 0 });
  }
  tx.put('waiting', { ...ready, identityIndex, peerSigningKey, at: tx.clock.now(), place: 0, stored: false });
  await noteInConversation(tx, contact, [{ ...ready, direction: 'out' }]);
}

async function envelope(
  tx: Tx,
  contact: ContactRecord,
  contract: ContractRecord,
  { ephemeral, ...ready }: Ready,
): Promise<void> {
  const { conversationId, identityIndex } = contact;
  // What waited before must leave before.
  await sendWaiting(tx, contact);
  const keys = await tx.keyring.identity(identityIndex);
  const { dev, seq, timestamp } = await envelopeEvent(
    tx,
    { keys, contract },
    { ...ready, ephemeral, ownCopy: !ephemeral, conversationId, ...anchorRoomOf(contact) },
  );
  if (ephemeral) return;
  const message = messageRecord({
    ...ready,
    identityIndex,
    contractId: contract.contractId,
    direction: 'out',
    senderDid: keys.did.did,
    timestamp,
    at: tx.clock.now(),
    dev,
    seq,
  });
  const appended = tx.append([{ conversation: conversationId, value: message }]);
  await noteInConversation(tx, contact, [message]);
  tx.after(() => tx.changes.domain({ kind: 'event', conversationId, cursor: appended.cursorOf(0), message }));
}

type IdempotencyUse = Pick<IdempotencyRecord, 'key' | 'digest'>;

function idempotencyUse(
  { identityIndex, signingKey }: ContactRecord,
  { origin, idempotencyKey, type, data, ephemeral = false }: NewEvent,
  tags: string[],
): IdempotencyUse | null {
  if (idempotencyKey === undefined) return null;
  const content = JSON.stringify([type, data, tags, ephemeral]);
  return {
    key: `${origin ?? ''}|${contactKey(identityIndex, signingKey)}|${idempotencyKey}`,
    digest: hex(sha256(utf8(content))),
  };
}

/** The id an idempotency key already has, or null. */
async function usedBefore(tx: Tx, { key, digest }: IdempotencyUse): Promise<string | null> {
  const known = await tx.tables.idempotency.get(key);
  if (known === undefined) return null;
  if (known.digest !== digest)
    throw new InvalidParamsError('This idempotency key was used for other content.');
  return known.eventId;
}
