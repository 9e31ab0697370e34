import * as v from 'valibot';
import { UnauthorizedError } from '../../../errors/errors.ts';
import { message } from '../../sites/scope.ts';
import { pageMethod } from '../method/page-method.ts';
import { id } from '../params/shared.ts';

/** How far an event got that this very origin sent; `at` in whole seconds. */
export const getEventStatus = pageMethod('decentrl_getEventStatus', {
  params: v.object({ eventId: id }),
  scope: message((p) => p.eventId),

  async handle(_app, { event }) {
    if (event === undefined) throw new UnauthorizedError();
    const { state, at, reason } = event;
    return { state, at: Math.floor(at / 1000), ...(reason === null ? {} : { reason }) };
  },
});
