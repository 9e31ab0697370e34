import type { Domain } from '../domain/domain.ts';
import { nowSeconds } from '../domain/now-seconds.ts';
import { contactKey } from '../domain/records/contact-record.ts';
import { provisionalConversation } from '../domain/records/request-id.ts';
import { InvalidParamsError } from '../errors/errors.ts';
import { parseDid } from '../protocol/did.ts';
import { ProtocolError } from '../protocol/protocol-error.ts';
import { contractsOf } from '../relationships/contracts-of.ts';
import { contractForSending } from '../relationships/live-contract.ts';
import { proposeContract } from '../relationships/propose-contract.ts';
import { CHAT_MESSAGE } from './conversation-row.ts';
import { sendEvent } from './send-event.ts';

/**
 * Proposes a contract to a DID as typed, from the active identity, with a first message that waits for the acceptance. With
 * somebody there is a contract with already, only the message is sent. Throws InvalidParamsError.
 */
export async function proposeWithMessage(
  domain: Domain,
  params: { did: string; note?: string; firstMessage?: string },
): Promise<{ requestId: string; conversationId: string }> {
  const did = params.did.trim();
  const identityIndex = await domain.keyring.activeIndex();
  const peerSigningKey = signingKeyOf(did);
  const key = contactKey(identityIndex, peerSigningKey);
  const known = await domain.tables.contacts.get(key);
  const live =
    known === undefined || known.revokedAt !== null || known.did !== did
      ? null
      : contractForSending(await contractsOf(domain, known), did, nowSeconds(domain));
  const note = params.note?.trim();
  const request =
    live === null
      ? await proposeContract(domain, {
          identityIndex,
          peerDid: did,
          origin: null,
          ...(note ? { note } : {}),
        })
      : null;
  const text = params.firstMessage?.trim() ?? '';
  if (text !== '')
    await firstMessage(domain, { identityIndex, peerSigningKey, text, requestId: request?.requestId });
  const contact = await domain.tables.contacts.get(key);
  const requestId = request?.requestId ?? live?.contractId ?? '';
  return { requestId, conversationId: contact?.conversationId ?? provisionalConversation(requestId) };
}

function firstMessage(
  domain: Domain,
  message: { identityIndex: number; peerSigningKey: string; text: string; requestId: string | undefined },
) {
  const { identityIndex, peerSigningKey, text, requestId } = message;
  return sendEvent(domain, {
    identityIndex,
    peerSigningKey,
    type: CHAT_MESSAGE,
    data: { content: text },
    tags: ['chat'],
    origin: null,
    withoutContract: 'wait',
    // A proposal that is made twice by a double click joins the first, and so does its message.
    ...(requestId === undefined ? {} : { idempotencyKey: `first-message:${requestId}` }),
  });
}

function signingKeyOf(did: string): string {
  try {
    return parseDid(did).signingKeyMultibase;
  } catch (error) {
    if (error instanceof ProtocolError) throw new InvalidParamsError('This is not the DID of a person.');
    throw error;
  }
}
