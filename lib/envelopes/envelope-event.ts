/**
 * Gives an event its envelope: number, signature, encryption, and its two deliveries.
 *
 * Invariant: a number of (contract, this device) is given once. The counter is read and written under the domain's lock
 * and in the transaction of the outbox rows, so whatever dies, no two envelopes share a number (`protocol.md` §6.3).
 */

import { base64urlEncode } from '../crypto/base64url.ts';
import { randomBytes } from '../crypto/bytes.ts';
import type { JsonValue } from '../crypto/json-value.ts';
import { type Domain, nowSeconds } from '../domain/domain.ts';
import type { ContactRecord } from '../domain/records/contact-record.ts';
import type { ContractRecord } from '../domain/records/contract-record.ts';
import type { SendCounterRecord } from '../domain/records/message-record.ts';
import type { Writes } from '../domain/writes.ts';
import type { IdentityKeys } from '../keys/identity-keys.ts';
import { parseDid } from '../protocol/did.ts';
import { encryptEnvelope, envelopeHash, formatEvent, signEnvelope } from '../protocol/envelope.ts';
import { type OwnCopy, sealOwnCopy } from './own-copy.ts';
import { ownMediatorRow } from './own-row.ts';
import { responseRowId } from './response-row-id.ts';

/** What is to be sent, apart from the contract. */
export interface Outgoing {
  eventId: string;
  type: string;
  data: JsonValue;
  tags: string[];
  /** Delivered, but no own copy on the mediator and none at the receiver. */
  ephemeral: boolean;
  /** Stored on the own mediator. False for what is ephemeral or stored already. */
  ownCopy: boolean;
  /** Tags of the own copy where they are not those that travel. */
  copyTags?: string[];
  conversationId: string;
  /** Room under which the own copy is listed to be anchored. */
  anchorRoom?: ContactRecord['anchorRoom'];
}

/**
 * Numbers given in one run under one contract; start with `readCounters`. What is ephemeral counts in a stream of its own:
 * nobody stores it, so on another device or after a restore its numbers would be missing among the lasting ones.
 */
export interface Counters {
  lasting: SendCounterRecord;
  ephemeral: SendCounterRecord;
}

/** Reads where the numbering of this device under `contractId` stands. */
export async function readCounters(domain: Domain, contractId: string): Promise<Counters> {
  const { id, ephemeralId } = await domain.device();
  const keys = [`${contractId}.${id}`, `${contractId}.${ephemeralId}`] as const;
  const [lasting, ephemeral] = await domain.tables.send_counters.getMany(keys);
  return {
    lasting: lasting ?? { key: keys[0], dev: id, seq: 0, prev: null },
    ephemeral: ephemeral ?? { key: keys[1], dev: ephemeralId, seq: 0, prev: null },
  };
}

/** The identity, contract and numbering an event is enveloped under. */
export interface Under {
  keys: IdentityKeys;
  contract: ContractRecord;
  counters: Counters;
}

/** What a command says that saves own copies of a conversation: where they are listed, if the person chose that. */
export function anchorOf({ anchorRoom }: { anchorRoom?: ContactRecord['anchorRoom'] }): {
  anchor?: { room_id: string };
} {
  return anchorRoom === undefined ? {} : { anchor: { room_id: anchorRoom.roomId } };
}

/**
 * Envelopes one event and puts its outbox rows and the counters (changed in place) into `writes`. Call inside
 * `exclusively`. Returns the device and number it got. Throws ProtocolError (`too-large`, `event`), LockedError.
 */
export async function envelopeEvent(
  domain: Domain,
  writes: Writes,
  { keys, contract, counters }: Under,
  outgoing: Outgoing,
): Promise<{ dev: string; seq: number; timestamp: number; rowId: string }> {
  const { eventId, type, data, tags, ephemeral, conversationId } = outgoing;
  const counter = ephemeral ? counters.ephemeral : counters.lasting;
  const { dev } = counter;
  const seq = counter.seq + 1;
  const meta = { id: eventId, dev, seq, prev: counter.prev, tags, ...(ephemeral ? { ephemeral: true } : {}) };
  const timestamp = nowSeconds(domain);
  const envelope = await signEnvelope(
    { contractId: contract.contractId, event: formatEvent({ type, data, meta }), timestamp },
    keys.signer,
  );
  const now = domain.clock.now();
  const peer = parseDid(contract.peerDid);
  const rowId = `send:${contract.contractId}.${dev}.${seq}`;
  const copy: OwnCopy | null = outgoing.ownCopy
    ? await sealOwnCopy(keys, {
        direction: 'out',
        peerDid: contract.peerDid,
        envelope,
        tags: outgoing.copyTags ?? tags,
      })
    : null;
  writes.send({
    id: rowId,
    identityIndex: keys.index,
    mediatorDid: peer.mediatorDid,
    recipientDid: peer.did,
    channel: 'TWO_WAY_PRIVATE',
    payload: {
      type: 'SEND_EVENT',
      id: base64urlEncode(randomBytes(16)),
      payload: await encryptEnvelope(envelope, await domain.rootKeys.get(contract)),
    },
    group: 'send',
    conversationId,
    eventId,
    createdAt: now,
    notBefore: now,
    attempts: 0,
    // The peer's mediator takes nothing under a contract that our acceptance has not brought there yet.
    ...(contract.side === 'recipient' ? { after: responseRowId(contract.contractId) } : {}),
  });
  if (copy !== null) {
    writes.send(
      ownMediatorRow(keys, {
        id: `save:${copy.id}`,
        payload: { type: 'SAVE_EVENTS', events: [copy], ...anchorOf(outgoing) },
        group: 'save',
        now,
      }),
    );
  }
  counter.seq = seq;
  counter.prev = envelopeHash(envelope);
  writes.put('send_counters', counter);
  return { dev, seq, timestamp, rowId };
}
