/**
 * Gives a message to an escrow that keeps it until the recipient has set up.
 *
 * Invariant: the signed words, the sealed copy, the history, what rebuilds them on another device of ours and the command
 * are written in one change before anything leaves, and the command's bytes never change: whoever dies, the escrow sees one message of this id.
 */
import { hex, randomBytes } from '../../crypto/bytes.ts';
import { change } from '../../domain/change.ts';
import type { ConnectedDomain } from '../../domain/connected-domain.ts';
import { escrowRow } from '../../domain/escrow-row.ts';
import { addressConversation, addressKey, type HeldRoom } from '../../domain/records/address-record.ts';
import { emptyAddress } from '../../domain/records/empty-address.ts';
import type { Tx } from '../../domain/tx.ts';
import { InvalidParamsError, RecipientNotReadyError, TooLargeError } from '../../errors/errors.ts';
import type { IdentityKeys } from '../../keys/identity-keys.ts';
import { newEventId } from '../../protocol/envelope.ts';
import { type SealedHeld, sealHeld } from '../../protocol/held-record.ts';
import { commitmentOf, type InnerMessage, roomId, signInner } from '../../protocol/inner-message.ts';
import { ProtocolError } from '../../protocol/protocol-error.ts';
import { LIMITS, RESERVED } from '../../protocol/wire.ts';
import { defaultNotAfter } from '../../wallets/resolve-address.ts';
import { enterSent } from '../kept/enter-sent.ts';
import { ownHeldRow } from '../kept/own-held-row.ts';
import { ownHeldSentForms } from '../kept/own-held-sent.ts';
import { putSent } from '../kept/put-sent.ts';
import type { AddressedMessage, SentMessage } from './addressed-message.ts';
import { type IdempotencyUse, sentBefore } from './sent-before.ts';

const SALT_BYTES = 32;

/** An escrow that answered "nobody", with the key it gave for this address. */
export interface HoldingEscrow {
  did: string;
  kid: string;
  publicKey: string;
}

interface Holding {
  escrow: HoldingEscrow;
  use: IdempotencyUse;
  /** Whole seconds, by the escrow's clock, which refuses what comes from the future: ours may be wrong by hours. */
  timestamp: number;
}

/**
 * Seals, writes and queues one message; gives the one that its idempotency key was used for before. Throws TooLargeError,
 * RecipientNotReadyError when somebody answers meanwhile, InvalidParamsError for a key used for other content.
 */
export function holdMessage(
  domain: ConnectedDomain,
  message: AddressedMessage,
  { escrow, use }: Pick<Holding, 'escrow' | 'use'>,
): Promise<SentMessage> {
  const timestamp = Math.floor(domain.commands.now(escrow.did) / 1000);
  return refusingSize(() => change(domain, (tx) => hold(tx, message, { escrow, use, timestamp })));
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
  tx: Tx,
  message: AddressedMessage,
  { escrow, use, timestamp }: Holding,
): Promise<SentMessage> {
  const before = await sentBefore(tx, use);
  if (before !== null) return before;
  const { identityIndex, chainId, address, type, data, tags, origin } = message;
  const keys = await tx.keyring.identity(identityIndex);
  const now = tx.clock.now();
  const known = await tx.tables.addresses.get(addressKey(identityIndex, chainId, address));
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
      timestamp,
      content: { type, body: JSON.stringify(data) },
      seq: room.seq + 1,
      prev: room.prev,
    },
    keys.signer,
  );
  const sealed = await sealHeld(inner, {
    receiver: address,
    notAfter: defaultNotAfter(timestamp),
    epoch: escrow,
  });
  tx.put('idempotency', { ...use, eventId: inner.id, at: now });
  tx.put('addresses', {
    ...record,
    room: { ...room, seq: inner.seq, prev: commitmentOf(inner) },
    unfinishedSince: now,
  });
  await queueHeld(tx, keys, { inner, sealed, escrow: escrow.did, tags, origin });
  await enterSent(tx, identityIndex, { inner, tags, origin });
  const conversationId = addressConversation(identityIndex, chainId, address);
  tx.after(() => tx.changes.popup('conversations', `conversation:${conversationId}`));
  return { messageId: inner.id, conversationId, delivery: 'held' };
}

function newRoom(keys: IdentityKeys, address: string): HeldRoom {
  const salt = hex(randomBytes(SALT_BYTES));
  return { salt, roomId: roomId(keys.did.signingKey, address, salt), seq: 0, prev: null };
}

/** Puts the row of a held message and its CID, and sends its command and what rebuilds it elsewhere; also for one that is given anew. */
export async function queueHeld(
  tx: Tx,
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
  const { id: dev } = await tx.device();
  const sent = { dev, inner, record, cid, escrow, notAfter: record.not_after, tags, origin };
  const own = await ownHeldRow(tx, keys, RESERVED.heldSent, [ownHeldSentForms(sent)]);
  putSent(tx, keys.index, sent, tx.clock.now());
  if (own !== null) tx.send(own);
  tx.send(
    escrowRow({
      id: `held:${cid}`,
      identityIndex: keys.index,
      escrow,
      payload: { type: 'SAVE_HELD_MESSAGE', record, threshold, shares },
      eventId: inner.id,
    }),
  );
}
