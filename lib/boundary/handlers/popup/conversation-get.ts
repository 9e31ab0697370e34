import { findConversation } from '../../../relationships/find-conversation.ts';
import { contactView, readContacts } from '../../../views/contact-view.ts';
import { conversationPage } from '../../../views/conversation-view.ts';
import type { App } from '../../app/app.ts';
import type { PopupHandler } from '../popup-method.ts';

/** One page of a conversation, oldest first. Throws NotFoundError. */
export const conversationGet: PopupHandler<'conversation_get', App> = async (app, params) => {
  const { conversationId, before, limit = 50 } = params;
  const contact = await findConversation(app, conversationId);
  const [{ looks }, page] = await Promise.all([
    readContacts(app),
    conversationPage(app, contact, { limit, ...(before === undefined ? {} : { before }) }),
  ]);
  return {
    contact: contactView(contact, looks, app.clock.now()),
    ...page,
    anchoring: contact.anchorRoom !== undefined,
  };
};
