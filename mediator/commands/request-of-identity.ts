import { randomBytes } from 'node:crypto';
import type { CommandPayload } from '../../lib/protocol/commands.ts';
import { Refusal } from '../errors/refusal.ts';
import { hasTombstone } from '../store/contracts/has-tombstone.ts';
import { pairHistory } from '../store/contracts/pair-history.ts';
import { acceptId } from '../store/replay/accept-id.ts';
import { countLoggedRequests } from '../store/requests/count-logged-requests.ts';
import { countRequests } from '../store/requests/count-requests.ts';
import { insertRequest } from '../store/requests/insert-request.ts';
import { logRequest } from '../store/requests/log-request.ts';
import { nthNewestLoggedRequest } from '../store/requests/nth-newest-logged-request.ts';
import type { CommandContext } from './command.ts';
import { isRegistered, recipientOf } from './owner.ts';

const MINUTE = 60;
const DAY = 86_400;
// Parties of a stored contract are outside the limits of strangers, but their requests have a limit as well.
const CONTACT_FACTOR = 10;

/**
 * Puts a request, which only its recipient can open, into that recipient's tray. The same request again (same ephemeral key,
 * same bytes) is answered with the same id. Strangers are limited in rate and number (T-61).
 */
export async function requestOfIdentity(
  context: CommandContext,
  payload: CommandPayload<'REQUEST_COMMUNICATION_CONTRACT'>,
): Promise<{ request_id: string }> {
  const { tx, sender, now, limits } = context;
  const recipient = recipientOf(context);
  const ephemeral = payload.requestor_ephemeral_public_key;
  if (await hasTombstone(tx, sender.did, ephemeral)) throw new Refusal('COMMUNICATION_CONTRACT_NOT_VALID');
  const accepted = await acceptId(
    tx,
    {
      kind: 'request',
      signingKey: sender.signingKeyMultibase,
      recipient: recipient.did,
      id: ephemeral,
      content: payload.encrypted_request,
    },
    randomBytes(16).toString('base64url'),
    now + limits.client_id_seconds,
  );
  if (accepted.state === 'conflict') throw new Refusal('ID_CONFLICT');
  const id = accepted.result;
  if (accepted.state === 'same') return { request_id: id };

  const history = await pairHistory(tx, sender.signingKeyMultibase, recipient.signing_key);
  if (history !== 'unrevoked') await countStrangersRequest(context);
  const waiting = await countRequests(tx, recipient.id);
  const most = limits.unanswered_requests * (history === 'unrevoked' ? CONTACT_FACTOR : 1);
  if (waiting >= most) throw new Refusal('QUOTA_EXCEEDED');
  await insertRequest(tx, recipient.id, {
    id,
    sender_did: sender.did,
    encrypted_request: payload.encrypted_request,
    requestor_ephemeral_public_key: ephemeral,
    created_at: now,
  });
  context.after(() => context.hub.pendingRequests(recipient.did, waiting + 1));
  return { request_id: id };
}

async function countStrangersRequest(context: CommandContext): Promise<void> {
  const { tx, sender, now, limits } = context;
  if (!(await isRegistered(context))) context.takeStrangerToken();
  const windows = [
    { seconds: MINUTE, most: limits.requests_per_minute },
    { seconds: DAY, most: limits.requests_per_day },
  ];
  for (const { seconds, most } of windows) {
    const since = now - seconds;
    if ((await countLoggedRequests(tx, sender.signingKeyMultibase, since)) < most) continue;
    const oldest = (await nthNewestLoggedRequest(tx, sender.signingKeyMultibase, since, most)) ?? now;
    throw new Refusal('RATE_LIMITED', Math.max(1, oldest + seconds - now) * 1000);
  }
  await logRequest(tx, sender.signingKeyMultibase, now);
}
