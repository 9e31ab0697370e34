import { equalBytes, utf8Decode } from '../../lib/crypto/bytes.ts';
import type { CommandPayload } from '../../lib/protocol/commands.ts';
import { parseDid } from '../../lib/protocol/did.ts';
import { epochAgreer } from '../../lib/protocol/epoch-key.ts';
import { type SaveReceipt, signSaveReceipt } from '../../lib/protocol/held-receipts.ts';
import { openShare, recordBytes, recordCid, type Share } from '../../lib/protocol/held-record.ts';
import { HELD_LIMITS, LIMITS } from '../../lib/protocol/wire.ts';
import type { CommandContext, CommandRequest } from '../commands/command.ts';
import { ownerOf } from '../commands/owner.ts';
import { Refusal } from '../errors/refusal.ts';
import { listCid } from '../store/anchor/list-cid.ts';
import { countHeld } from '../store/held/count-held.ts';
import { findEpoch } from '../store/held/find-epoch.ts';
import { findHeld } from '../store/held/find-held.ts';
import type { HeldRow } from '../store/held/held-row.ts';
import { insertHeld } from '../store/held/insert-held.ts';
import { wasBound } from '../store/held/was-bound.ts';
import { defineHeldCommand } from './define-held-command.ts';
import { parseKid } from './kid.ts';

type Payload = CommandPayload<'SAVE_HELD_MESSAGE'>;

interface Checked {
  cid: string;
  epochId: string;
  chainId: number;
  share: Share;
  receipt: SaveReceipt;
  signature: string;
}

/**
 * Holds a message for an address nobody answers for yet. What is known already is answered with its stored result before
 * any other check, so that a retry never fails on what changed since; from the first binding on the answer is
 * `RECIPIENT_READY` (B-14, B-15). Only the CID is listed: the bytes are published by nobody while they can be opened here
 * (B-08).
 */
export const saveHeldMessage = defineHeldCommand<'SAVE_HELD_MESSAGE', Checked | null>({
  type: 'SAVE_HELD_MESSAGE',
  events: () => 1,
  async prepare(payload, request) {
    const known = await findHeld(request.db, request.sender.signingKeyMultibase, payload.record.id);
    return known ? null : check(payload, request);
  },
  async run(context, { record }, checked) {
    const { tx, sender, now } = context;
    const known = await findHeld(tx, sender.signingKeyMultibase, record.id);
    if (known) return storedResult(known, record.commitment);
    if (!checked) throw new Refusal('NOT_FOUND');
    await ownerOf(context);
    const { cid, chainId, epochId, share, receipt, signature } = checked;
    if (await wasBound(tx, record.receiver, chainId)) throw new Refusal('RECIPIENT_READY');
    if (!(await findEpoch(tx, epochId))) throw new Refusal('NOT_FOUND');
    await requireQuota(context, record.receiver);
    const saved = {
      saver_key: sender.signingKeyMultibase,
      id: record.id,
      receiver: record.receiver,
      chain_id: chainId,
      cid,
      commitment: record.commitment,
      room_id: record.room_id,
      not_after: record.not_after,
      changed_at: now,
      record: utf8Decode(recordBytes(record)),
      save_receipt: JSON.stringify(receipt),
      save_signature: signature,
    };
    await insertHeld(tx, saved, { epochId, epk: share.epk, ciphertext: share.ciphertext });
    await listCid(tx, { cid, roomId: record.room_id, now });
    return { receipt, signature };
  },
});

/** @throws Refusal `ID_CONFLICT` when other words were saved under the id */
function storedResult(known: HeldRow, commitment: string) {
  if (known.commitment !== commitment) throw new Refusal('ID_CONFLICT');
  return { receipt: JSON.parse(known.save_receipt) as SaveReceipt, signature: known.save_signature };
}

async function check({ record, threshold, shares }: Payload, request: CommandRequest): Promise<Checked> {
  const { sender, now, db, keys } = request;
  const [share] = shares;
  const kid = share && shares.length === 1 && threshold === 1 ? parseKid(share.kid) : null;
  const isOwn = equalBytes(parseDid(record.sender).signingKey, sender.signingKey);
  const inTime =
    record.timestamp <= now + LIMITS.clockSkewSeconds &&
    record.not_after > now &&
    record.not_after <= now + HELD_LIMITS.maxHold + LIMITS.clockSkewSeconds;
  if (!share || !kid || !isOwn || !inTime) throw new Refusal('INVALID_COMMAND');
  const epoch = await findEpoch(db, kid.epochId);
  if (!epoch) throw new Refusal('NOT_FOUND');
  // Opened with the key of the row's own receiver: what cannot be handed over later is not taken in now.
  await openShare(share, epochAgreer(epoch.secretMaster, record.receiver), record.commitment);
  const cid = recordCid(record);
  const receipt = { id: record.id, cid, received_at: now };
  const signature = await signSaveReceipt(receipt, keys.signer);
  return { cid, ...kid, share, receipt, signature };
}

async function requireQuota({ tx, sender, limits }: CommandContext, receiver: string): Promise<void> {
  const { ofSender, all } = await countHeld(tx, receiver, sender.signingKeyMultibase);
  if (ofSender >= limits.held_per_pair || all >= limits.held_per_recipient)
    throw new Refusal('QUOTA_EXCEEDED');
}
