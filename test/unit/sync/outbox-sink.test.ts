import { describe, expect, it } from 'vitest';
import type { ContractRecord } from '../../../lib/domain/records/contract-record.ts';
import { emptyContact } from '../../../lib/domain/records/empty-contact.ts';
import { emptyConversation } from '../../../lib/domain/records/empty-conversation.ts';
import type { HeldSentRecord } from '../../../lib/domain/records/held-sent-record.ts';
import { type MessageStateRecord, messageRecord } from '../../../lib/domain/records/message-record.ts';
import type { RequestRecord } from '../../../lib/domain/records/request-record.ts';
import type { Tx } from '../../../lib/domain/tx.ts';
import { LockedError, StorageError } from '../../../lib/errors/errors.ts';
import type { NewOutboxRow } from '../../../lib/mediator-client/outbox/outbox-row.ts';
import { parseDid } from '../../../lib/protocol/did.ts';
import { someDid } from '../../support/some-did.ts';
import { newRow } from '../domain/domain-fixture.ts';
import { fillDisk } from '../store/store-fixture.ts';
import { accepted, refused, sinkFixture } from './sink-fixture.ts';

const NOW = 1_800_000_000;
const BOB = parseDid(someDid('bob', 7));
const CONVERSATION = 'conversation';
const CONTACT = { ...emptyContact(0, BOB, CONVERSATION, NOW * 1000), contractIds: ['contract'] };
const CONTACT_KEY = `0/${CONTACT.signingKey}`;
const SIGNED = {
  contract: {
    requestor_did: 'did:decentrl:me',
    recipient_did: BOB.did,
    requestor_encryption_public_key: 'mine',
    recipient_encryption_public_key: 'theirs',
    expires_at: NOW + 86_400,
    timestamp: NOW - 60,
  },
  requestor_signature: '',
  recipient_signature: '',
};
const CONTRACT: ContractRecord = {
  contractId: 'contract',
  identityIndex: 0,
  peerSigningKey: CONTACT.signingKey,
  peerDid: BOB.did,
  signed: SIGNED,
  side: 'requestor',
  ownKey: 'mine',
  peerKey: 'theirs',
  wrappedKey: 'wrapped',
  status: 'active',
  refused: false,
  revokedAt: null,
  createdAt: 0,
};
const REQUEST: RequestRecord = {
  requestId: 'r1',
  identityIndex: 0,
  direction: 'out',
  peerSigningKey: CONTACT.signingKey,
  peerDid: BOB.did,
  note: null,
  signed: SIGNED,
  status: 'proposed',
  renewal: false,
  contractId: null,
  origin: null,
  at: 0,
  reason: null,
};

const stateOf = (eventId: string, state: MessageStateRecord['state'] = 'queued'): MessageStateRecord => ({
  eventId,
  identityIndex: 0,
  conversationId: CONVERSATION,
  state,
  at: 0,
  reason: null,
  origin: 'https://site.example',
});

/** The row of an event that was enveloped under the contract. */
const eventRow = (eventId: string, changes: Partial<NewOutboxRow> = {}) =>
  newRow(`send:contract.dev.${eventId.slice(1)}`, {
    recipientDid: BOB.did,
    channel: 'TWO_WAY_PRIVATE',
    payload: { type: 'SEND_EVENT', id: eventId, payload: 'ciphertext' },
    group: 'send',
    conversationId: CONVERSATION,
    contractId: 'contract',
    eventId,
    ...changes,
  });

const requestRow = newRow('request:r1', {
  recipientDid: BOB.did,
  payload: {
    type: 'REQUEST_COMMUNICATION_CONTRACT',
    encrypted_request: 'ciphertext',
    requestor_ephemeral_public_key: 'mine',
  },
});

/** A conversation in which `e1` was sent. */
function conversation(tx: Tx): void {
  tx.put('contacts', CONTACT);
  tx.put('conversations', emptyConversation(CONTACT, NOW));
  tx.put('contracts', CONTRACT);
  tx.put('message_state', stateOf('e1'));
  const value = messageRecord({
    eventId: 'e1',
    identityIndex: 0,
    direction: 'out',
    senderDid: 'did:decentrl:me',
    type: 'https://schemas.decentrl.net/chat.message/v1',
    data: { text: 'hello' },
    timestamp: NOW,
    at: NOW * 1000,
  });
  tx.append([{ conversation: CONVERSATION, value }]);
}

const held = (state: HeldSentRecord['state']): HeldSentRecord => ({
  id: 'h1',
  identityIndex: 0,
  conversationId: CONVERSATION,
  escrow: 'did:web:escrow.example',
  chainId: 1,
  address: '0x0000000000000000000000000000000000000001',
  inner: {
    v: 1,
    id: 'h1',
    from_did: 'did:decentrl:me',
    to_address: '0x0000000000000000000000000000000000000001',
    chain_id: 1,
    room_id: '',
    room_salt: '',
    timestamp: NOW,
    content: { type: 'https://schemas.decentrl.net/chat.message/v1', body: '{"text":"hello"}' },
    seq: 1,
    prev: null,
    signature: '',
  },
  record: null,
  cid: 'cid',
  newRecord: null,
  newCid: null,
  commitment: '',
  notAfter: NOW,
  state,
  at: 0,
  receivedAt: null,
  receipt: null,
  since: null,
  reason: null,
  origin: null,
});

const heldRow = newRow('held:cid', {
  payload: {
    type: 'SAVE_HELD_MESSAGE',
    record: {
      messages: 'ciphertext',
      sender: 'did:decentrl:me',
      receiver: '0x0000000000000000000000000000000000000001',
      timestamp: NOW,
      v: 1,
      id: 'h1',
      room_id: '',
      commitment: '',
      not_after: NOW,
    },
    threshold: 1,
    shares: [],
  },
  eventId: 'h1',
});

describe('the end of a sent event', () => {
  it('moves its state on, takes its row, and is told once', async () => {
    const { domain, wait, settle, events, waitingIds, written } = await sinkFixture();
    const [row] = await wait([eventRow('e1')], conversation);
    written.length = 0;
    expect(await settle([accepted(row)])).toEqual({ gone: [row?.order], failures: [] });
    expect(await domain.tables.message_state.get('e1')).toMatchObject({ state: 'accepted', reason: null });
    expect(await waitingIds()).toEqual([]);
    expect(written.map((stores) => stores.toSorted())).toEqual([['message_state', 'outbox']]);
    expect(events).toEqual([
      { kind: 'state', eventId: 'e1', origin: 'https://site.example', state: 'accepted' },
    ]);
  });

  it.each([
    ['INVALID_COMMAND', 'failed'],
    ['EXPIRED', 'expired'],
  ])('refused with %s is %s', async (code, state) => {
    const { domain, wait, settle, waitingIds } = await sinkFixture();
    const [row] = await wait([eventRow('e1')], conversation);
    await settle([refused(row, code)]);
    expect(await domain.tables.message_state.get('e1')).toMatchObject({ state, reason: code });
    expect(await waitingIds()).toEqual([]);
  });

  it('does not undo a receipt that came while the answer was under way', async () => {
    const { domain, wait, settleDuring, events, waitingIds } = await sinkFixture();
    const [row] = await wait([eventRow('e1')], conversation);
    const receipt = async (tx: Tx) => tx.put('message_state', stateOf('e1', 'read'));
    expect(await settleDuring(receipt, [accepted(row)])).toEqual({ gone: [row?.order], failures: [] });
    expect(await domain.tables.message_state.get('e1')).toEqual(stateOf('e1', 'read'));
    expect(events).toEqual([]);
    expect(await waitingIds()).toEqual([]);
  });

  it('lets it wait again when the contract ended, and destroyed keys stay destroyed', async () => {
    const { domain, wait, settleDuring } = await sinkFixture();
    const [row] = await wait([eventRow('e1')], conversation);
    const destroyed = async (tx: Tx) => {
      tx.put('contracts', { ...CONTRACT, wrappedKey: null });
      // Nothing is to be proposed to somebody blocked.
      tx.put('contacts', { ...CONTACT, blocked: true });
    };
    await settleDuring(destroyed, [refused(row, 'COMMUNICATION_CONTRACT_NOT_VALID')]);
    expect(await domain.tables.contracts.get('contract')).toEqual({
      ...CONTRACT,
      wrappedKey: null,
      refused: true,
    });
    expect(await domain.tables.message_state.get('e1')).toEqual(stateOf('e1'));
    expect(await domain.tables.waiting.get('e1')).toMatchObject({
      data: { text: 'hello' },
      peerSigningKey: CONTACT.signingKey,
      place: 1,
      stored: true,
    });
  });

  it('of a row that was taken back meanwhile is nobody’s business any more', async () => {
    const { domain, wait, settleDuring, events, waitingIds, settle, waitingRows } = await sinkFixture();
    const [row] = await wait([eventRow('e1'), newRow('after', { after: eventRow('e1').id })], conversation);
    const takenBack = async (tx: Tx) => {
      await tx.takeBack(eventRow('e1').id);
      tx.put('message_state', { ...stateOf('e1', 'failed'), reason: 'REVOKED' });
    };
    expect((await settleDuring(takenBack, [refused(row, 'INVALID_COMMAND')])).gone).toEqual([row?.order]);
    expect(await domain.tables.message_state.get('e1')).toMatchObject({ reason: 'REVOKED' });
    expect((await settle([refused(row, 'INVALID_COMMAND')], await waitingRows())).gone).toEqual([row?.order]);
    expect(events).toEqual([]);
    expect(await waitingIds()).toEqual(['after']);
  });
});

describe('the end of a request for a contract', () => {
  const proposed = (tx: Tx) => {
    tx.put('contacts', { ...CONTACT, proposedUntil: NOW + 86_400 });
    tx.put('requests', REQUEST);
  };

  it('closes it, and who was blocked meanwhile stays blocked', async () => {
    const { domain, clock, wait, settleDuring } = await sinkFixture();
    const [row] = await wait([requestRow], proposed);
    const block = async (tx: Tx) => {
      const contact = await tx.tables.contacts.get(CONTACT_KEY);
      if (contact !== undefined) tx.put('contacts', { ...contact, blocked: true, petname: 'Not him' });
    };
    await settleDuring(block, [refused(row, 'NOT_FOUND')]);
    expect(await domain.tables.requests.get('r1')).toMatchObject({ status: 'refused', reason: 'NOT_FOUND' });
    expect(await domain.tables.contacts.get(CONTACT_KEY)).toEqual({
      ...CONTACT,
      blocked: true,
      petname: 'Not him',
      proposedUntil: Math.floor(clock.now() / 1000),
    });
  });

  it('leaves one that was accepted meanwhile', async () => {
    const { domain, wait, settleDuring } = await sinkFixture();
    const [row] = await wait([requestRow], proposed);
    const both = { ...CONTACT, proposedUntil: null, activeUntil: NOW };
    await settleDuring(
      async (tx) => {
        tx.put('requests', { ...REQUEST, status: 'accepted', contractId: 'contract' });
        tx.put('contacts', both);
      },
      [refused(row, 'NOT_FOUND')],
    );
    expect(await domain.tables.requests.get('r1')).toMatchObject({ status: 'accepted' });
    expect(await domain.tables.contacts.get(CONTACT_KEY)).toEqual(both);
  });
});

describe('the end of a held message', () => {
  const reply = { receipt: { id: 'h1', cid: 'cid', received_at: NOW }, signature: '' };

  it('is what the escrow did', async () => {
    const { domain, wait, settle, waitingRows } = await sinkFixture();
    const [row] = await wait([heldRow], (tx) => tx.put('held_sent', held('queued')));
    await settle([accepted(row, reply)]);
    // No escrow is known whose key would have signed the receipt.
    expect(await domain.tables.held_sent.get('h1')).toMatchObject({ state: 'held', reason: 'RECEIPT' });
    expect((await waitingRows()).map((stored) => stored.row.group)).toEqual(['save']);
  });

  it.each([
    ['taken', (row: Parameters<typeof accepted>[0]) => accepted(row, reply)],
    ['refused', (row: Parameters<typeof refused>[0]) => refused(row, 'INVALID_COMMAND')],
    ['for somebody who is ready', (row: Parameters<typeof refused>[0]) => refused(row, 'RECIPIENT_READY')],
  ])('withdrawn meanwhile stays withdrawn, %s as it was', async (_name, result) => {
    const { domain, wait, settleDuring, waitingIds } = await sinkFixture();
    const [row] = await wait([heldRow], (tx) => tx.put('held_sent', held('queued')));
    await settleDuring(async (tx) => tx.put('held_sent', held('withdrawn')), [result(row)]);
    expect(await domain.tables.held_sent.get('h1')).toEqual(held('withdrawn'));
    expect(await waitingIds()).toEqual([]);
  });
});

describe('what waits for a refused row', () => {
  it('is refused with it, in the same transaction', async () => {
    const { domain, wait, settle, waitingIds, written } = await sinkFixture();
    const [key, event, other] = await wait(
      [newRow('key'), eventRow('e1', { after: 'key' }), newRow('other', { after: 'somebody else' })],
      conversation,
    );
    written.length = 0;
    const { gone, failures } = await settle(
      [refused(key, 'INVALID_COMMAND')],
      [event, other].filter((row) => row !== undefined),
    );
    expect([gone, failures]).toEqual([[key?.order, event?.order], []]);
    expect(await domain.tables.message_state.get('e1')).toMatchObject({
      state: 'failed',
      reason: 'DEPENDENCY_REFUSED',
    });
    expect(await waitingIds()).toEqual(['other']);
    expect(written).toHaveLength(1);
  });

  it('waits on when a successor took its place under the same id', async () => {
    const { wait, sink, waitingRows } = await sinkFixture();
    const events = [{ id: 'copy', payload: 'sealed', tags: [] }];
    const [copies] = await wait([
      newRow('copies', {
        payload: { type: 'SAVE_EVENTS', events, anchor: { room_id: 'room' } },
        group: 'save',
        unsealed: ['still to be sealed'],
        createdAt: 1,
      }),
    ]);
    const asked: string[][] = [];
    const { gone } = await sink.settle([refused(copies, 'UNSUPPORTED_COMMAND')], async (ids) => {
      asked.push([...ids]);
      return [];
    });
    expect(gone).toEqual([copies?.order]);
    expect(asked).toEqual([]);
    const [successor] = await waitingRows();
    expect(successor?.order).not.toBe(copies?.order);
    expect(successor?.row).toMatchObject({ id: 'copies', unsealed: ['still to be sealed'], createdAt: 1 });
    expect(successor?.row.payload).toEqual({ type: 'SAVE_EVENTS', events });
  });
});

describe('an end that cannot be told', () => {
  it('leaves its row, holds up no other, and nothing is told twice', async () => {
    const { db, domain, wait, settle, events, waitingIds } = await sinkFixture();
    const [first, second, third] = await wait([eventRow('e1'), eventRow('e2'), eventRow('e3')], (tx) => {
      for (const id of ['e1', 'e2', 'e3']) tx.put('message_state', stateOf(id));
    });
    const damaged = await db.getAll('message_state');
    const name = await domain.keyring.blind('message_state/e2');
    const row = damaged.find(({ key }) => key === name);
    if (row === undefined) throw new Error('no such state');
    await db.put('message_state', { ...row, ciphertext: new Uint8Array(40) });
    const { gone, failures } = await settle([accepted(first), accepted(second), accepted(third)]);
    expect(gone).toEqual([first?.order, third?.order]);
    expect(failures).toEqual([expect.any(StorageError)]);
    expect(await waitingIds()).toEqual([second?.row.id]);
    expect(events.map((event) => event.kind === 'state' && event.eventId)).toEqual(['e1', 'e3']);
  });

  const two = (tx: Tx) => {
    for (const id of ['e1', 'e2']) tx.put('message_state', stateOf(id));
  };

  it('leaves every row where the disk is full', async () => {
    const { domain, wait, settle, events } = await sinkFixture();
    const rows = await wait([eventRow('e1'), eventRow('e2')], two);
    const free = fillDisk();
    const settled = await settle(rows.map((row) => accepted(row))).finally(free);
    expect(settled).toEqual({ gone: [], failures: [expect.any(StorageError), expect.any(StorageError)] });
    expect(await domain.tables.message_state.get('e1')).toEqual(stateOf('e1'));
    expect(events).toEqual([]);
    expect((await settle(rows.map((row) => accepted(row)))).gone).toHaveLength(2);
  });

  it('leaves every row where the vault is locked', async () => {
    const { db, keyring, wait, settle, events } = await sinkFixture();
    const rows = await wait([eventRow('e1'), eventRow('e2')], two);
    await keyring.lock('person');
    const settled = await settle(rows.map((row) => accepted(row)));
    expect(settled).toEqual({ gone: [], failures: [expect.any(LockedError), expect.any(LockedError)] });
    expect(events).toEqual([]);
    expect(await db.count('outbox')).toBe(2);
  });
});
