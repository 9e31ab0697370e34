import { type ErrorCode, Refusal } from '../errors/refusal.ts';
import { pairHistory } from '../store/contracts/pair-history.ts';
import { pairIsActive } from '../store/contracts/pair-is-active.ts';
import { insertPendingEvent } from '../store/events/insert-pending-event.ts';
import type { PendingEvent } from '../store/events/list-pending-events.ts';
import type { IdentityRow } from '../store/identities/find-identity.ts';
import { reservePending } from '../store/identities/reserve-pending.ts';
import { acceptId } from '../store/replay/accept-id.ts';
import type { ClientId } from '../store/replay/client-id.ts';
import { forgetId } from '../store/replay/forget-id.ts';
import type { CommandContext } from './command.ts';
import { isRegistered } from './owner.ts';

/**
 * The authority of `TWO_WAY_PRIVATE`: an active contract of the two keys, stored here (protocol.md §5.9).
 * @throws Refusal `COMMUNICATION_CONTRACT_NOT_VALID` when there was one, else `COMMUNICATION_CONTRACT_REQUIRED`
 */
export async function requireContract(context: CommandContext, recipient: IdentityRow): Promise<void> {
  const { tx, sender, now } = context;
  if (await pairIsActive(tx, sender.signingKeyMultibase, recipient.signing_key, now)) return;
  const history = await pairHistory(tx, sender.signingKeyMultibase, recipient.signing_key);
  if (history !== 'none') throw new Refusal('COMMUNICATION_CONTRACT_NOT_VALID');
  if (!(await isRegistered(context))) context.takeStrangerToken();
  throw new Refusal('COMMUNICATION_CONTRACT_REQUIRED');
}

/** Queues one event: the same bytes under its id again are accepted and change nothing (L-03). Gives the queued row or a refusal. */
export async function acceptEvent(
  context: CommandContext,
  recipient: IdentityRow,
  event: { id: string; payload: string },
): Promise<{ code: ErrorCode } | { queued: PendingEvent | null }> {
  const { tx, sender, limits, now } = context;
  const clientId: ClientId = {
    kind: 'event',
    signingKey: sender.signingKeyMultibase,
    recipient: recipient.did,
    id: event.id,
    content: event.payload,
  };
  const { state } = await acceptId(tx, clientId, '', now + limits.client_id_seconds);
  if (state === 'same') return { queued: null };
  if (state === 'conflict') return { code: 'ID_CONFLICT' };
  const seq = await reservePending(tx, {
    id: recipient.id,
    bytes: event.payload.length,
    maxCount: limits.pending_events,
    maxBytes: limits.pending_bytes,
  });
  if (seq === null) {
    await forgetId(tx, clientId);
    return { code: 'QUOTA_EXCEEDED' };
  }
  const row = { seq, sender_did: sender.did, payload: event.payload, created_at: now };
  await insertPendingEvent(tx, {
    identityId: recipient.id,
    seq,
    senderDid: sender.did,
    payload: event.payload,
    createdAt: now,
  });
  return { queued: row };
}
