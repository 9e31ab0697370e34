/**
 * Gives an event its envelope: number, signature, encryption, and its two deliveries.
 *
 * Invariant: a number of (contract, this device) is given once. The counter is read and written under the domain's lock
 * and in the transaction of the outbox rows, so whatever dies, no two envelopes share a number (`protocol.md` §6.3).
 */

import { base64urlEncode } from '../crypto/base64url.ts';
import { randomBytes } from '../crypto/bytes.ts';
import type { JsonValue } from '../crypto/json-value.ts';
import { nowSeconds } from '../domain/now-seconds.ts';
import type { ContactRecord } from '../domain/records/contact-record.ts';
import type { ContractRecord } from '../domain/records/contract-record.ts';
import type { SendCounterRecord } from '../domain/records/message-record.ts';
import type { Tx } from '../domain/tx.ts';
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

/** Where the numbering of this device stands in one stream under a contract. */
async function readCounter(
  { tables }: Pick<Tx, 'tables'>,
  contractId: string,
  dev: string,
): Promise<SendCounterRecord> {
  const key = `${contractId}.${dev}`;
  return (await tables.send_counters.get(key)) ?? { key, dev, seq: 0, prev: null };
}

/** How many lasting events this device has sent under `contractId`. */
export async function lastingSent(
  domain: Pick<Tx, 'tables' | 'device'>,
  contractId: string,
): Promise<number> {
  const { id } = await domain.device();
  return (await readCounter(domain, contractId, id)).seq;
}

/** The identity and contract an event is enveloped under. */
export interface EnvelopeContext {
  keys: IdentityKeys;
  contract: ContractRecord;
}

/** What a command says that saves own copies of a conversation: where they are listed, if the person chose that. */
export function anchorOf({ anchorRoom }: { anchorRoom?: ContactRecord['anchorRoom'] }): {
  anchor?: { room_id: string };
} {
  return anchorRoom === undefined ? {} : { anchor: { room_id: anchorRoom.roomId } };
}

/**
 * Envelopes one event: its outbox rows and the counter go into `tx`. What is ephemeral counts in a stream of its own:
 * nobody stores it, so on another device or after a restore its numbers would be missing among the lasting ones. Returns
 * the device and number it got. Throws ProtocolError (`too-large`, `event`) and LockedError, before it puts anything.
 */
export async function envelopeEvent(
  tx: Tx,
  { keys, contract }: EnvelopeContext,
  outgoing: Outgoing,
): Promise<{ dev: string; seq: number; timestamp: number; rowId: string }> {
  const { eventId, type, data, tags, ephemeral, conversationId } = outgoing;
  const { contractId } = contract;
  const device = await tx.device();
  const counter = await readCounter(tx, contractId, ephemeral ? device.ephemeralId : device.id);
  const { dev } = counter;
  const seq = counter.seq + 1;
  const meta = { id: eventId, dev, seq, prev: counter.prev, tags, ...(ephemeral ? { ephemeral: true } : {}) };
  const timestamp = nowSeconds(tx);
  const envelope = await signEnvelope(
    { contractId, event: formatEvent({ type, data, meta }), timestamp },
    keys.signer,
  );
  const peer = parseDid(contract.peerDid);
  const rowId = `send:${contractId}.${dev}.${seq}`;
  const copy: OwnCopy | null = outgoing.ownCopy
    ? await sealOwnCopy(keys, {
        direction: 'out',
        peerDid: contract.peerDid,
        envelope,
        tags: outgoing.copyTags ?? tags,
      })
    : null;
  const rootKey = await tx.keyring.rootKey(contract);
  const payload = await rootKey.use((key) => encryptEnvelope(envelope, key));
  tx.send({
    id: rowId,
    identityIndex: keys.index,
    mediatorDid: peer.mediatorDid,
    recipientDid: peer.did,
    channel: 'TWO_WAY_PRIVATE',
    payload: { type: 'SEND_EVENT', id: base64urlEncode(randomBytes(16)), payload },
    group: 'send',
    conversationId,
    contractId,
    eventId,
    // The peer's mediator takes nothing under a contract that our acceptance has not brought there yet.
    ...(contract.side === 'recipient' ? { after: responseRowId(contractId) } : {}),
  });
  if (copy !== null) {
    tx.send(
      ownMediatorRow(keys, {
        id: `save:${copy.id}`,
        payload: { type: 'SAVE_EVENTS', events: [copy], ...anchorOf(outgoing) },
        group: 'save',
      }),
    );
  }
  tx.put('send_counters', { ...counter, seq, prev: envelopeHash(envelope) });
  return { dev, seq, timestamp, rowId };
}
