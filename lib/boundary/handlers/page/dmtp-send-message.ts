/** A site sends to a wallet address. Where an escrow would be able to read it, the person is asked each time, or granted it once with `allowHeld`. */

import * as v from 'valibot';
import type { DecentrlRpc } from '../../../api/page.ts';
import { nowSeconds } from '../../../domain/now-seconds.ts';
import { RecipientNotReadyError } from '../../../errors/errors.ts';
import type { AddressedMessage } from '../../../held/send/addressed-message.ts';
import { sendToAddress } from '../../../held/send/send-to-address.ts';
import { messageText } from '../../../messages/conversation-row.ts';
import { mediatorName } from '../../../views/mediator-name.ts';
import { checksumAddress } from '../../../wallets/checksum-address.ts';
import { defaultNotAfter, resolveAddress } from '../../../wallets/resolve-address.ts';
import { act } from '../../app/page-app.ts';
import { askPerson } from '../../call/ask-person.ts';
import { address } from '../../sites/scope.ts';
import { pageMethod } from '../method/page-method.ts';
import {
  address as addressSchema,
  chainId as chainIdSchema,
  DEFAULT_CHAIN,
  eventType,
  id,
  json,
} from '../params/shared.ts';
import { idempotencyKeyOf } from './idempotency-key-of.ts';
import { payloadOf } from './payload-of.ts';

type Params = DecentrlRpc['dmtp_sendMessage']['params'];

interface Asked {
  params: Params;
  index: number;
  escrow: string;
  key: string;
}

/** Sends at once what goes end to end or may be held; else asks with the escrow's name and the words. */
export const dmtpSendMessage = pageMethod('dmtp_sendMessage', {
  params: v.object({
    to: addressSchema,
    chainId: v.exactOptional(chainIdSchema),
    content: v.object({ type: eventType, body: json }),
    allowHeld: v.exactOptional(v.boolean()),
    idempotencyKey: v.exactOptional(id),
  }),
  scope: address((p) => ({ address: p.to, eventType: p.content.type })),

  async handle(app, { identity: { index }, mayHold, origin, requestId }, p) {
    const { to, content, allowHeld = false, chainId = DEFAULT_CHAIN } = p;
    const key = idempotencyKeyOf(p, requestId);
    const found = await act(app, resolveAddress, index, { chainId, address: to });
    if (found.delivery !== 'held' || (mayHold && allowHeld))
      return answer(await act(app, sendToAddress, toMessage(origin, { params: p, index, key }, allowHeld)));
    if (!allowHeld) throw new RecipientNotReadyError();
    const escrow = found.escrow.did;
    const { type, body } = content;
    const asked: Asked = { params: p, index, escrow, key };
    return askPerson({
      kind: 'sendHeld',
      view: {
        address: { address: to, checksummed: checksumAddress(to), chainId },
        escrow: { did: escrow, name: mediatorName(escrow), known: true },
        content: { type, text: messageText(type, body), data: body },
        notAfter: defaultNotAfter(nowSeconds(app)) * 1000,
      },
      payload: { ...asked, params: { ...p } },
      identityIndexes: [index],
      durations: [],
    });
  },

  async perform(app, { origin }, approval) {
    const asked = payloadOf<Asked>(approval);
    // What the person read names one escrow: another one would be another question.
    return answer(await act(app, sendToAddress, toMessage(origin, asked, { escrow: asked.escrow })));
  },
});

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
