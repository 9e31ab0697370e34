import { saveDraft } from '../../../messages/save-draft.ts';
import { findConversation } from '../../../relationships/find-conversation.ts';
import type { App } from '../../app/app.ts';
import type { PopupHandler } from '../popup-method.ts';

/** Keeps, encrypted, what is being written; an empty text forgets it. */
export const conversationSaveDraft: PopupHandler<'conversation_saveDraft', App> = async (app, params) => {
  const { conversationId } = await findConversation(app, params.conversationId);
  await saveDraft(app, conversationId, params.text);
  return null;
};
