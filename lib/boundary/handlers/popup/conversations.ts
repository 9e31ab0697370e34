import * as v from 'valibot';
import { setAnchoring } from '../../../anchoring/set-anchoring.ts';
import type { ConversationsRpc } from '../../../api/popup/conversations.ts';
import { retryHeld } from '../../../held/send/retry-held.ts';
import { markRead } from '../../../messages/mark-read.ts';
import { retryEvent } from '../../../messages/retry-event.ts';
import { saveDraft } from '../../../messages/save-draft.ts';
import { sendText } from '../../../messages/send-text.ts';
import { findConversation } from '../../../relationships/find-conversation.ts';
import { contactView, readContacts } from '../../../views/contact-view.ts';
import { conversationRows, searchConversations } from '../../../views/conversation-list.ts';
import { conversationPage } from '../../../views/conversation-view.ts';
import type { PopupArea } from '../method/popup-method.ts';
import { messageText } from '../params/popup-pieces.ts';
import { cursor, id, limit, text } from '../params/shared.ts';

/** The background's half of what is about conversations. All but the list throw NotFoundError for one that is not there. */
export const conversationsMethods: PopupArea<ConversationsRpc> = {
  // The inbox, or what a search finds in it.
  conversations_list: {
    params: v.optional(
      v.object({
        search: v.exactOptional(text(512)),
        offset: v.exactOptional(cursor),
        limit: v.exactOptional(limit),
      }),
    ),
    async handle(app, params) {
      const { search = '', offset = 0, limit: most = 100 } = params ?? {};
      const rows =
        search.trim() === '' ? await conversationRows(app) : await searchConversations(app, search);
      return { items: rows.slice(offset, offset + most), total: rows.length };
    },
  },
  // One page, oldest first.
  conversation_get: {
    params: v.object({
      conversationId: id,
      before: v.exactOptional(cursor),
      limit: v.exactOptional(limit),
    }),
    async handle(app, params) {
      const { conversationId, before, limit: most = 50 } = params;
      const contact = await findConversation(app, conversationId);
      const [{ looks }, page] = await Promise.all([
        readContacts(app),
        conversationPage(app, contact, { limit: most, ...(before === undefined ? {} : { before }) }),
      ]);
      const anchoring = contact.anchorRoom !== undefined;
      return { contact: contactView(contact, looks, app.clock.now()), ...page, anchoring };
    },
  },
  conversation_markRead: {
    params: v.object({ conversationId: id, upTo: cursor }),
    async handle(app, { conversationId, upTo }) {
      await markRead(app, await findConversation(app, conversationId), upTo);
      return null;
    },
  },
  // Throws TooLargeError, ContractRevokedError.
  conversation_send: {
    params: v.object({ conversationId: id, text: messageText, idempotencyKey: id }),
    handle: (app, params) => sendText(app, params),
  },
  // Throws RecipientNotReadyError.
  conversation_retry: {
    params: v.object({ eventId: id }),
    async handle(app, { eventId }) {
      if (!(await retryHeld(app, eventId))) await retryEvent(app, eventId);
      return null;
    },
  },
  conversation_saveDraft: {
    params: v.object({ conversationId: id, text: messageText }),
    async handle(app, params) {
      const { conversationId } = await findConversation(app, params.conversationId);
      await saveDraft(app, conversationId, params.text);
      return null;
    },
  },
  // Empty for nothing.
  conversation_getDraft: {
    params: v.object({ conversationId: id }),
    async handle(app, params) {
      const { conversationId } = await findConversation(app, params.conversationId);
      return { text: (await app.tables.drafts.get(conversationId))?.text ?? '' };
    },
  },
  // Throws AnchorUnavailableError.
  conversation_setAnchoring: {
    params: v.object({ conversationId: id, on: v.boolean() }),
    async handle(app, { conversationId, on }) {
      await setAnchoring(app, await findConversation(app, conversationId), on);
      return null;
    },
  },
};
