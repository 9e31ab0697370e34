import { findConversation } from '../../../relationships/find-conversation.ts';
import type { App } from '../../app/app.ts';
import type { PopupHandler } from '../popup-method.ts';

/** What was being written, empty for nothing. */
export const conversationGetDraft: PopupHandler<'conversation_getDraft', App> = async (app, params) => {
  const { conversationId } = await findConversation(app, params.conversationId);
  return { text: (await app.tables.drafts.get(conversationId))?.text ?? '' };
};
