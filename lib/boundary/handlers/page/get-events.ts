import * as v from 'valibot';
import { filtered } from '../../sites/scope.ts';
import { pageMethod } from '../method/page-method.ts';
import { cursor, eventTypes, id, limit, tags } from '../params/shared.ts';

/** Events this origin may see, in the order they were stored here. `nextCursor` null at the end. */
export const getEvents = pageMethod('decentrl_getEvents', {
  params: v.optional(
    v.object({
      contractId: v.exactOptional(id),
      types: v.exactOptional(eventTypes),
      tags: v.exactOptional(tags),
      after: v.exactOptional(cursor),
      limit: v.exactOptional(limit),
    }),
  ),
  scope: filtered((p) => ({
    conversationId: p?.conversationId,
    names: [...(p?.types ?? []), ...(p?.tags ?? [])],
  })),
  handle: (_app, { gate }, p) => gate.events(p ?? {}),
});
