import { EventTypeNotPermittedError } from '../../../errors/errors.ts';
import type { App } from '../../app/app.ts';
import type { PageHandler } from '../../call/page-handler.ts';
import { isReservedName } from '../../permissions/caveats.ts';

/** Begins pushing events to this page; asked again under the same id it is the same subscription. */
export const subscribe: PageHandler<'decentrl_subscribe', App> = {
  async handle(app, call, params) {
    const filter = params ?? {};
    if ((filter.types ?? []).some(isReservedName)) throw new EventTypeNotPermittedError();
    return app.subscriptions.add(call, filter, call.requestId);
  },
};
