/**
 * Gives a message to an escrow that keeps it until the recipient has set up.
 *
 * Invariant: the signed words, the sealed copy, the history and the command are written in one transaction before
 * anything leaves, and the command's bytes never change: whoever dies, the escrow sees one message of this id.
 */
import { emptyConversation } from '../contracts/adopt-contract.ts';
import { hex, randomBytes } from '../crypto/bytes.ts';
import { lastLineOf, messageText } from '../events/conversation-row.ts';
import { exclusively } from '../events/domain.ts';
import type { MessageRecord } from '../events/message-record.ts';
import { collectWrites, type Writes } from '../events/writes.ts';
import type { IdentityKeys } from '../keys/identity-keys.ts';
import { newEventId } from '../protocol/envelope.ts';
import { type SealedHeld, sealHeld } from '../protocol/held-record.ts';
import { commitmentOf, type InnerMessage, roomId, signInner } from '../protocol/inner-message.ts';
import { ProtocolError } from '../protocol/protocol-error.ts';
import { LIMITS } from '../protocol/wire.ts';
import type { JsonValue } from '../provider/decentrl-rpc.ts';
import { InvalidParamsError, RecipientNotReadyError, TooLargeError } from '../rpc/errors.ts';
import { type AddressRecord, addressConversation, addressKey, type HeldRoom } from './address-record.ts';
import { escrowRow } from './escrow-row.ts';
import type { HeldDomain } from './held-domain.ts';
import type { HeldSentRecord } from './held-sent-record.ts';
import { defaultNotAfter, emptyAddress } from './resolve-address.ts';
import type { AddressedMessage, IdempotencyUse, SentMessage } from './send-to-address.ts';

const SALT_BYTES = 32;

/** An escrow that answered "nobody", with the key it gave for this address. */
export interface HoldingEscrow {
  did: string;
  kid: string;
  publicKey: string;
}

/** Seals, writes and queues one message. Throws TooLargeError, RecipientNotReadyError when somebody answers meanwhile. */
export async function holdMessage(
  domain: HeldDomain,
  message: AddressedMessage,
  { escrow, use }: { escrow: HoldingEscrow; use: IdempotencyUse },
): Promise<SentMessage> {
  const sent = await refusingSize(() => exclusively(domain, () => hold(domain, message, { escrow, use })));
  domain.changes.popup('conversations', `conversation:${sent.conversationId}`);
  return sent;
}

async function refusingSize<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    if (error.reason === 'too-large') throw new TooLargeError(undefined, LIMITS.envelopeBytes);
    throw new InvalidParamsError('The message cannot be sent as it is.');
  }
}

async function hold(
  domain: HeldDomain,
  message: AddressedMessage,
  { escrow, use }: { escrow: HoldingEscrow; use: IdempotencyUse },
): Promise<SentMessage> {
  const { identityIndex, chainId, address, type, data, origin } = message;
  const keys = await domain.keyring.identity(identityIndex);
  const now = domain.clock.now();
  const known = await domain.tables.addresses.get(addressKey(identityIndex, chainId, address));
  const record = known ?? emptyAddress(identityIndex, message, now);
  if (record.pinned !== null || record.candidate !== null) throw new RecipientNotReadyError();
  const room = record.room ?? newRoom(keys, address);
  const inner = await signInner(
    {
      id: newEventId(),
      from_did: keys.did.did,
      to_address: address,
      chain_id: chainId,
      room_salt: room.salt,
      // By the escrow's clock, which refuses what comes from the future: ours may be wrong by hours.
      timestamp: Math.floor(domain.commands.now(escrow.did) / 1000),
      content: { type, body: JSON.stringify(data) },
      seq: room.seq + 1,
      prev: room.prev,
    },
    keys.signer,
  );
  const sealed = await sealHeld(inner, {
    receiver: address,
    notAfter: defaultNotAfter(inner.timestamp),
    epoch: escrow,
  });
  const conversationId = addressConversation(identityIndex, chainId, address);
  const writes = collectWrites(domain);
  writes.put('idempotency', { ...use, eventId: inner.id, at: now });
  writes.put('addresses', {
    ...record,
    room: { ...room, seq: inner.seq, prev: commitmentOf(inner) },
    unfinishedSince: now,
  });
  queueHeld(domain, writes, { inner, sealed, escrow: escrow.did, identityIndex, conversationId, origin });
  writes.append([{ conversation: conversationId, value: historyEntry(inner, message, now) }]);
  await noteAddressed(domain, writes, { record, conversationId, type, data });
  await writes.commit();
  return { messageId: inner.id, conversationId, delivery: 'held' };
}

function newRoom(keys: IdentityKeys, address: string): HeldRoom {
  const salt = hex(randomBytes(SALT_BYTES));
  return { salt, roomId: roomId(keys.did.signingKey, address, salt), seq: 0, prev: null };
}

/** The row of a held message, its CID and its command, into `writes`; also for a message that is given anew. */
export function queueHeld(
  domain: HeldDomain,
  writes: Writes,
  {
    inner,
    sealed,
    escrow,
    identityIndex,
    conversationId,
    origin,
  }: {
    inner: InnerMessage;
    sealed: SealedHeld;
    escrow: string;
    identityIndex: number;
    conversationId: string;
    origin: string | null;
  },
): void {
  const { record, threshold, shares, cid, commitment } = sealed;
  const now = domain.clock.now();
  const row: HeldSentRecord = {
    id: inner.id,
    identityIndex,
    conversationId,
    escrow,
    chainId: inner.chain_id,
    address: inner.to_address,
    inner: inner as unknown as JsonValue,
    record: record as unknown as JsonValue,
    cid,
    newRecord: null,
    newCid: null,
    commitment,
    notAfter: record.not_after,
    state: 'queued',
    at: now,
    receivedAt: null,
    receipt: null,
    since: null,
    reason: null,
    origin,
  };
  writes.put('held_sent', row);
  writes.put('message_cids', {
    eventId: inner.id,
    identityIndex,
    cids: [{ what: 'held', cid, listedBy: escrow, block: null }],
  });
  writes.send(
    escrowRow({
      id: `held:${cid}`,
      identityIndex,
      escrow,
      payload: { type: 'SAVE_HELD_MESSAGE', record, threshold, shares },
      now,
      eventId: inner.id,
    }),
  );
}

function historyEntry(inner: InnerMessage, message: AddressedMessage, now: number): MessageRecord {
  return {
    eventId: inner.id,
    identityIndex: message.identityIndex,
    contractId: '',
    direction: 'out',
    senderDid: inner.from_did,
    type: message.type,
    data: message.data,
    tags: message.tags,
    timestamp: inner.timestamp,
    at: now,
    dev: null,
    seq: null,
    origin: message.origin,
  };
}

async function noteAddressed(
  domain: HeldDomain,
  writes: Writes,
  {
    record,
    conversationId,
    type,
    data,
  }: { record: AddressRecord; conversationId: string; type: string; data: JsonValue },
): Promise<void> {
  const { identityIndex, chainId, address } = record;
  const now = domain.clock.now();
  const known = await domain.tables.conversations.get(conversationId);
  const row = known ?? emptyConversation({ conversationId, identityIndex, signingKey: '' }, now);
  writes.put('conversations', {
    ...row,
    address: { chainId, address },
    lastLine: lastLineOf(type, data),
    lastAt: now,
    lastDirection: 'out',
    lastType: messageText(type, data) === null ? type : null,
  });
}
