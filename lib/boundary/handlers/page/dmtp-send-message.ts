/** A site sends to a wallet address. Where an escrow would be able to read it, the person is asked each time, or granted it once with `allowHeld`. */

import type { DecentrlRpc } from '../../../api/decentrl-rpc.ts';
import { nowSeconds } from '../../../domain/now-seconds.ts';
import {
  EventTypeNotPermittedError,
  RecipientNotReadyError,
  UnauthorizedError,
} from '../../../errors/errors.ts';
import type { AddressedMessage } from '../../../held/send/addressed-message.ts';
import { sendToAddress } from '../../../held/send/send-to-address.ts';
import { messageText } from '../../../messages/conversation-row.ts';
import { mediatorName } from '../../../views/mediator-name.ts';
import { checksumAddress } from '../../../wallets/checksum-address.ts';
import { defaultNotAfter, resolveAddress } from '../../../wallets/resolve-address.ts';
import type { App } from '../../app/app.ts';
import { askPerson, type PageCall, type PageHandler } from '../../call/page-handler.ts';
import { caveatNumber, isReservedName } from '../../permissions/caveats.ts';
import { grantedIndexes, ownDid } from '../../sites/site-contract.ts';
import { DEFAULT_CHAIN } from './dmtp-resolve-recipient.ts';
import { payloadOf } from './payload-of.ts';

type Params = DecentrlRpc['dmtp_sendMessage']['params'];

interface Asked {
  params: Params;
  index: number;
  escrow: string;
  key: string;
}

/** Sends at once what goes end to end or may be held; else asks with the escrow's name and the words. */
export const dmtpSendMessage: PageHandler<'dmtp_sendMessage', App> = {
  async handle(app, call, params) {
    const { index, mayHold } = await authorize(app, call, params);
    const chainId = params.chainId ?? DEFAULT_CHAIN;
    // The relay asks again under the same id when the worker died before its answer arrived.
    const key =
      params.idempotencyKey === undefined ? `call:${call.requestId}` : `page:${params.idempotencyKey}`;
    const found = await resolveAddress(app, index, { chainId, address: params.to });
    if (found.delivery !== 'held' || (mayHold && params.allowHeld === true))
      return answer(
        await sendToAddress(app, toMessage(call.origin, { params, index, key }, params.allowHeld === true)),
      );
    if (params.allowHeld !== true) throw new RecipientNotReadyError();
    const escrow = found.escrow.did;
    const { type, body } = params.content;
    const asked: Asked = { params, index, escrow, key };
    return askPerson({
      kind: 'sendHeld',
      view: {
        address: { address: params.to, checksummed: checksumAddress(params.to), chainId },
        escrow: { did: escrow, name: mediatorName(escrow), known: true },
        content: { type, text: messageText(type, body), data: body },
        notAfter: defaultNotAfter(nowSeconds(app)) * 1000,
      },
      payload: { ...asked, params: { ...params } },
      identityIndexes: [index],
      durations: [],
    });
  },

  async perform(app, approval) {
    const asked = payloadOf<Asked>(approval);
    // What the person read names one escrow: another one would be another question.
    return answer(await sendToAddress(app, toMessage(approval.origin, asked, { escrow: asked.escrow })));
  },
};

async function authorize(
  app: App,
  call: PageCall,
  { to, content }: Params,
): Promise<{ index: number; mayHold: boolean }> {
  if (isReservedName(content.type)) throw new EventTypeNotPermittedError();
  const [index] = await grantedIndexes(app, call);
  if (index === undefined) throw new UnauthorizedError();
  const reach = { peers: [to], identity: await ownDid(app, index) };
  const want = { ...reach, eventType: content.type };
  const held = await app.grants.find(call, 'dmtp_send', { ...want, held: true });
  const permission = held ?? (await app.grants.find(call, 'dmtp_send', want));
  if (permission === null) {
    const known = await app.grants.permits(call, 'dmtp_send', reach);
    throw known ? new EventTypeNotPermittedError() : new UnauthorizedError();
  }
  const perMinute = caveatNumber(permission.caveats, 'perMinute');
  if (perMinute !== null) await app.rateLimits.takeCaveat(permission.id, perMinute);
  return { index, mayHold: held !== null };
}

function toMessage(
  origin: string,
  { params, index, key }: Omit<Asked, 'escrow'>,
  allowHeld: AddressedMessage['allowHeld'],
): AddressedMessage {
  return {
    identityIndex: index,
    chainId: params.chainId ?? DEFAULT_CHAIN,
    address: params.to,
    type: params.content.type,
    data: params.content.body,
    tags: [],
    allowHeld,
    origin,
    idempotencyKey: key,
  };
}

function answer({ messageId, delivery }: Awaited<ReturnType<typeof sendToAddress>>) {
  return { messageId, delivery };
}
