import type { App } from '../../../app.ts';
import { findConversation } from '../../../contacts/find-conversation.ts';
import { markRead } from '../../../events/mark-read.ts';
import type { PopupHandler } from '../../router.ts';

/** The person has seen the conversation up to a cursor. Throws NotFoundError. */
export const conversationMarkRead: PopupHandler<'conversation_markRead', App> = async (app, params) => {
  await markRead(app, await findConversation(app, params.conversationId), params.upTo);
  return null;
};
