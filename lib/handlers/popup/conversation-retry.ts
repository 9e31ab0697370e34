import type { App } from '../../app.ts';
import { retryEvent } from '../../events/retry-event.ts';
import type { PopupHandler } from '../../rpc/router.ts';

/** Sends a failed message again. Throws NotFoundError. */
export const conversationRetry: PopupHandler<'conversation_retry', App> = async (app, { eventId }) => {
  await retryEvent(app, eventId);
  return null;
};
