import { setAnchoring } from '../../../anchoring/set-anchoring.ts';
import { findConversation } from '../../../relationships/find-conversation.ts';
import type { App } from '../../app/app.ts';
import type { PopupHandler } from '../popup-method.ts';

/** Anchors the own stored events of a conversation from now on, or no longer. Throws NotFoundError, AnchorUnavailableError. */
export const conversationSetAnchoring: PopupHandler<'conversation_setAnchoring', App> = async (
  app,
  params,
) => {
  await setAnchoring(app, await findConversation(app, params.conversationId), params.on);
  return null;
};
