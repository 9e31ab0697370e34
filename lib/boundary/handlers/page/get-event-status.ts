import { UnauthorizedError } from '../../../errors/errors.ts';
import type { App } from '../../app/app.ts';
import type { PageHandler } from '../../call/page-handler.ts';

/** How far an event got that this very origin sent; `at` in whole seconds. */
export const getEventStatus: PageHandler<'decentrl_getEventStatus', App> = {
  async handle(app, call, { eventId }) {
    const row = await app.tables.message_state.get(eventId);
    if (row === undefined || row.origin !== call.origin) throw new UnauthorizedError();
    const { state, at, reason } = row;
    return { state, at: Math.floor(at / 1000), ...(reason === null ? {} : { reason }) };
  },
};
