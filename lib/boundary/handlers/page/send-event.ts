import * as v from 'valibot';
import { sendEvent as send } from '../../../messages/send-event.ts';
import { act } from '../../app/page-app.ts';
import { relationship } from '../../sites/scope.ts';
import { pageMethod } from '../method/page-method.ts';
import { eventType, id, json, tags as tagsSchema } from '../params/shared.ts';
import { idempotencyKeyOf } from './idempotency-key-of.ts';

/** Takes an event of a site for sending; answers when it is durable. */
export const sendEvent = pageMethod('decentrl_sendEvent', {
  params: v.object({
    contractId: id,
    type: eventType,
    data: json,
    tags: v.exactOptional(tagsSchema),
    ephemeral: v.exactOptional(v.boolean()),
    idempotencyKey: v.exactOptional(id),
  }),
  scope: relationship(
    (p) => p.conversationId,
    (p) => ({ eventType: p.type, direction: 'out' }),
  ),

  async handle(app, { contact, origin, requestId }, p) {
    const { type, data, tags = [], ephemeral = false } = p;
    const { eventId } = await act(app, send, {
      identityIndex: contact.identityIndex,
      peerSigningKey: contact.signingKey,
      type,
      data,
      tags,
      ephemeral,
      origin,
      idempotencyKey: idempotencyKeyOf(p, requestId),
      withoutContract: 'refuse',
    });
    return { eventId, state: 'queued' };
  },
});
