import { retryHeld } from '../../../held/send/retry-held.ts';
import { retryEvent } from '../../../messages/retry-event.ts';
import type { App } from '../../app/app.ts';
import type { PopupHandler } from '../popup-method.ts';

/** Sends a failed message again. Throws NotFoundError, RecipientNotReadyError. */
export const conversationRetry: PopupHandler<'conversation_retry', App> = async (app, { eventId }) => {
  if (!(await retryHeld(app, eventId))) await retryEvent(app, eventId);
  return null;
};
