import * as v from 'valibot';
import { nothing } from '../../sites/scope.ts';
import { pageMethod } from '../method/page-method.ts';
import { id } from '../params/shared.ts';

/** Ends a subscription of this page; false when there is none. */
export const unsubscribe = pageMethod('decentrl_unsubscribe', {
  params: v.object({ subscriptionId: id }),
  // Subscriptions are kept by origin and visit.
  scope: nothing,
  handle: (app, call, { subscriptionId }) => app.subscriptions.remove(call, subscriptionId),
});
