/**
 * Takes own stored events: what another device of ours sent or received, and after a restore everything.
 *
 * They are encrypted under our own store sub-key, so the mediator can withhold or repeat them but not make them up; what
 * is new is decided by the same marks as for received events (`protocol.md` §6.6).
 */

import { importAnchorRooms } from '../anchoring/set-anchoring.ts';
import { base64Decode } from '../crypto/base64.ts';
import { change } from '../domain/change.ts';
import type { Domain } from '../domain/domain.ts';
import { type ContactRecord, contactKey } from '../domain/records/contact-record.ts';
import { emptyContact } from '../domain/records/empty-contact.ts';
import { type MessageRecord, messageRecord } from '../domain/records/message-record.ts';
import type { Tx } from '../domain/tx.ts';
import { type OpenedOwnEvent, openOwnEvents } from '../envelopes/open-own-event.ts';
import { importHeld, isHeld } from '../held/kept/import-held.ts';
import { importReady } from '../held/kept/import-ready.ts';
import type { IdentityKeys } from '../keys/identity-keys.ts';
import type { OwnStoredEvent } from '../mediator-client/sync/sync-sink.ts';
import { noteInConversation } from '../messages/conversation-row.ts';
import { bookReceived, emptyInbox, rememberId } from '../messages/inbox-record.ts';
import { rawCid } from '../protocol/cid.ts';
import { parseDid } from '../protocol/did.ts';
import { signatureHash } from '../protocol/envelope.ts';
import { ProtocolError } from '../protocol/protocol-error.ts';
import { isReserved } from '../protocol/tags.ts';
import { RESERVED } from '../protocol/wire.ts';
import { importContractKeys } from '../relationships/import-contract-keys.ts';
import { recordRevocation } from '../relationships/record-revocation.ts';
import { fetchContracts } from './fetch-contracts.ts';

/** Takes one page of own stored events; stands being given the same ones again. */
export async function receiveStored(
  domain: Domain,
  keys: IdentityKeys,
  events: readonly OwnStoredEvent[],
): Promise<void> {
  const opened = await openOwnEvents(domain, keys, events);
  if (await importContractKeys(domain, keys, opened)) await fetchContracts(domain, keys);
  await importAnchorRooms(domain, keys, opened);
  // In the order in which they were stored, which is that of the history.
  const before: OpenedOwnEvent[] = [];
  for (const one of opened) {
    if (one.stored.meta.direction !== 'self') before.push(one);
    else if (isHeld(one)) {
      await importConversations(domain, keys, before.splice(0));
      await importHeld(domain, keys, one);
    }
  }
  await importConversations(domain, keys, before);
}

async function importConversations(
  domain: Domain,
  keys: IdentityKeys,
  events: readonly OpenedOwnEvent[],
): Promise<void> {
  const sentAsHeld = await importReady(domain, keys, events);
  const byPeer = new Map<string, OpenedOwnEvent[]>();
  for (const one of events) {
    const peer =
      one.stored.meta.direction === 'out' ? one.stored.meta.recipient_did : one.stored.meta.sender_did;
    const list = byPeer.get(peer);
    if (list === undefined) byPeer.set(peer, [one]);
    else list.push(one);
  }
  for (const [peerDid, list] of byPeer)
    await change(domain, (tx) => importMessages(tx, keys, { peerDid, list, sentAsHeld }));
}

async function importMessages(
  tx: Tx,
  keys: IdentityKeys,
  {
    peerDid,
    list,
    sentAsHeld,
  }: { peerDid: string; list: readonly OpenedOwnEvent[]; sentAsHeld: ReadonlySet<string> },
): Promise<void> {
  const peer = parsedPeer(peerDid);
  if (peer === null) return;
  const key = contactKey(keys.index, peer.signingKeyMultibase);
  const { tables, clock, changes } = tx;
  const { id: device, since } = await tx.device();
  const inbox = (await tables.dedupe_high_water.get(key)) ?? emptyInbox(key);
  const messages: MessageRecord[] = [];
  let revokedAt = 0;
  const known = await tables.contacts.get(key);
  for (const { stored, event, payload } of list) {
    const { meta } = stored;
    if (meta.direction === 'self') continue;
    noteCid(tx, known, { meta, eventId: event.meta?.id, payload, keys });
    const own = meta.direction === 'out';
    // What this device sent stands in its history since before it was saved.
    if (own && event.meta?.dev === device) continue;
    const { contract_id, timestamp, signature } = meta;
    const envelope = { contract_id, event: stored.event, timestamp, signature };
    const eventId = event.meta?.id ?? signatureHash(envelope).slice(0, 32);
    const numbered = {
      contractId: contract_id,
      dev: event.meta?.dev ?? null,
      seq: event.meta?.seq ?? null,
      prev: event.meta?.prev ?? null,
      hash: null as string | null,
      envelope,
      eventId,
      ephemeral: false,
      gap: null as { from: number; to: number } | null,
    };
    if (!(await bookReceived(tx, inbox, numbered))) continue;
    rememberId(inbox, eventId);
    if (sentAsHeld.has(eventId)) continue;
    if (event.type === RESERVED.contractRevoked) revokedAt = Math.max(revokedAt, timestamp * 1000);
    if (isReserved(event.type)) continue;
    messages.push(
      messageRecord({
        eventId,
        identityIndex: keys.index,
        contractId: contract_id,
        direction: own ? 'out' : 'in',
        senderDid: meta.sender_did,
        type: event.type,
        data: event.data,
        tags: meta.tags,
        timestamp,
        at: clock.now(),
        dev: numbered.dev,
        seq: numbered.seq,
      }),
    );
  }
  tx.put('dedupe_high_water', inbox);
  const contact = known ?? emptyContact(keys.index, peer, messages[0]?.contractId ?? '', clock.now());
  const { conversationId } = contact;
  if (messages.length > 0) {
    if (known === undefined) tx.put('contacts', contact);
    const appended = tx.append(messages.map((value) => ({ conversation: conversationId, value })));
    await noteInConversation(tx, contact, messages, since);
    tx.after(() => {
      for (const [at, message] of messages.entries())
        changes.domain({ kind: 'event', conversationId, cursor: appended.cursorOf(at), message });
    });
  }
  // Another device of ours, or the peer while that one was listening, ended the relationship.
  if (revokedAt > 0)
    await recordRevocation(tx, keys, { signingKey: peer.signingKeyMultibase, at: revokedAt });
  tx.after(() => changes.popup('conversations', 'state', `conversation:${conversationId}`));
}

/** Remembers under which CID an own stored event of an anchored conversation is listed (address-messaging.md §4.2). */
function noteCid(
  tx: Tx,
  contact: ContactRecord | undefined,
  {
    meta,
    eventId,
    payload,
    keys,
  }: { meta: { timestamp: number }; eventId: string | undefined; payload: string; keys: IdentityKeys },
): void {
  const since = contact?.anchorRoom?.since;
  if (since === undefined || eventId === undefined || meta.timestamp * 1000 + 999 < since) return;
  const cid = rawCid(base64Decode(payload));
  tx.put('message_cids', {
    eventId,
    identityIndex: keys.index,
    cids: [{ what: 'stored', cid, listedBy: keys.did.mediatorDid, block: null, payload }],
  });
}

function parsedPeer(did: string) {
  try {
    return parseDid(did);
  } catch (error) {
    if (error instanceof ProtocolError) return null;
    throw error;
  }
}
