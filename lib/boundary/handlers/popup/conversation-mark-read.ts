import { markRead } from '../../../messages/mark-read.ts';
import { findConversation } from '../../../relationships/find-conversation.ts';
import type { App } from '../../app/app.ts';
import type { PopupHandler } from '../popup-method.ts';

/** The person has seen the conversation up to a cursor. Throws NotFoundError. */
export const conversationMarkRead: PopupHandler<'conversation_markRead', App> = async (app, params) => {
  await markRead(app, await findConversation(app, params.conversationId), params.upTo);
  return null;
};
