import type { App } from '../../app/app.ts';
import type { PageHandler } from '../../call/page-handler.ts';

/** Ends a subscription of this page; false when there is none. */
export const unsubscribe: PageHandler<'decentrl_unsubscribe', App> = {
  handle: (app, call, { subscriptionId }) => app.subscriptions.remove(call, subscriptionId),
};
