import { conversationRows, searchConversations } from '../../../views/conversation-list.ts';
import type { App } from '../../app/app.ts';
import type { PopupHandler } from '../popup-method.ts';

/** The inbox, or what a search finds in it. */
export const conversationsList: PopupHandler<'conversations_list', App> = async (app, params) => {
  const { search = '', offset = 0, limit = 100 } = params ?? {};
  const rows = search.trim() === '' ? await conversationRows(app) : await searchConversations(app, search);
  return { items: rows.slice(offset, offset + limit), total: rows.length };
};
