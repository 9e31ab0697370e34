import type { App } from '../../../app.ts';
import { retryEvent } from '../../../events/retry-event.ts';
import { retryHeld } from '../../../held/retry-held.ts';
import type { PopupHandler } from '../../router.ts';

/** Sends a failed message again. Throws NotFoundError, RecipientNotReadyError. */
export const conversationRetry: PopupHandler<'conversation_retry', App> = async (app, { eventId }) => {
  if (!(await retryHeld(app, eventId))) await retryEvent(app, eventId);
  return null;
};
