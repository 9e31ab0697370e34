import * as v from 'valibot';
import { filtered } from '../../sites/scope.ts';
import { pageMethod } from '../method/page-method.ts';
import { cursor, eventTypes, id } from '../params/shared.ts';

/** Begins pushing events to this page; asked again under the same id it is the same subscription. */
export const subscribe = pageMethod('decentrl_subscribe', {
  params: v.optional(
    v.object({
      contractId: v.exactOptional(id),
      types: v.exactOptional(eventTypes),
      after: v.exactOptional(cursor),
    }),
  ),
  scope: filtered((p) => ({ conversationId: p?.conversationId, names: p?.types ?? [] })),
  handle: (app, call, p) => app.subscriptions.add(call, p ?? {}, call.requestId),
});
