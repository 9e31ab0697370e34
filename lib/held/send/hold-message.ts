/**
 * Gives a message to an escrow that keeps it until the recipient has set up.
 *
 * Invariant: the signed words, the sealed copy, the history, what rebuilds them on another device of ours and the command
 * are written in one transaction before anything leaves, and the command's bytes never change: whoever dies, the escrow sees one message of this id.
 */
import { hex, randomBytes } from '../../crypto/bytes.ts';
import { exclusively } from '../../domain/domain.ts';
import { escrowRow } from '../../domain/escrow-row.ts';
import type { HeldDomain } from '../../domain/held-domain.ts';
import { addressConversation, addressKey, type HeldRoom } from '../../domain/records/address-record.ts';
import { collectWrites, type Writes } from '../../domain/writes.ts';
import { InvalidParamsError, RecipientNotReadyError, TooLargeError } from '../../errors/errors.ts';
import type { IdentityKeys } from '../../keys/identity-keys.ts';
import { newEventId } from '../../protocol/envelope.ts';
import { type SealedHeld, sealHeld } from '../../protocol/held-record.ts';
import { commitmentOf, type InnerMessage, roomId, signInner } from '../../protocol/inner-message.ts';
import { ProtocolError } from '../../protocol/protocol-error.ts';
import { LIMITS, RESERVED } from '../../protocol/wire.ts';
import { defaultNotAfter, emptyAddress } from '../../wallets/resolve-address.ts';
import { enterSent } from '../kept/enter-sent.ts';
import { ownHeldRow } from '../kept/own-held-row.ts';
import { ownHeldSentForms } from '../kept/own-held-sent.ts';
import { putSent } from '../kept/put-sent.ts';
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
  const { identityIndex, chainId, address, type, data, tags, origin } = message;
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
  await queueHeld(domain, writes, keys, { inner, sealed, escrow: escrow.did, tags, origin });
  await enterSent(domain, writes, identityIndex, { inner, tags, origin });
  await writes.commit();
  return { messageId: inner.id, conversationId, delivery: 'held' };
}

function newRoom(keys: IdentityKeys, address: string): HeldRoom {
  const salt = hex(randomBytes(SALT_BYTES));
  return { salt, roomId: roomId(keys.did.signingKey, address, salt), seq: 0, prev: null };
}

/** The row of a held message, its CID, its command, and what rebuilds it elsewhere, into `writes`; also for one that is given anew. */
export async function queueHeld(
  domain: HeldDomain,
  writes: Writes,
  keys: IdentityKeys,
  {
    inner,
    sealed,
    escrow,
    tags,
    origin,
  }: { inner: InnerMessage; sealed: SealedHeld; escrow: string; tags: string[]; origin: string | null },
): Promise<void> {
  const { record, threshold, shares, cid } = sealed;
  const now = domain.clock.now();
  const { id: dev } = await domain.device();
  const sent = { dev, inner, record, cid, escrow, notAfter: record.not_after, tags, origin };
  putSent(writes, keys.index, sent, now);
  const own = await ownHeldRow(domain, keys, RESERVED.heldSent, [ownHeldSentForms(sent)]);
  if (own !== null) writes.send(own);
  writes.send(
    escrowRow({
      id: `held:${cid}`,
      identityIndex: keys.index,
      escrow,
      payload: { type: 'SAVE_HELD_MESSAGE', record, threshold, shares },
      now,
      eventId: inner.id,
    }),
  );
}
