import * as v from 'valibot';
import { InvalidRequestError } from '../../../errors/errors.ts';
import { filtered } from '../../sites/scope.ts';
import { pageMethod } from '../method/page-method.ts';
import { id } from '../params/shared.ts';

/**
 * Opens the companion for the person, at a conversation this origin may know, else at the inbox; which of the two is
 * not told. Throws -32600 without a click in the page, which the relay asks the browser about.
 */
export const openInbox = pageMethod('decentrl_openInbox', {
  params: v.optional(v.object({ contractId: v.exactOptional(id) })),
  scope: filtered(),
  async handle(app, { gate, userActive }, p) {
    if (!userActive) throw new InvalidRequestError('The inbox opens after a click only.');
    const conversationId = p?.conversationId;
    const known = conversationId !== undefined && (await gate.knows(conversationId));
    await app.openPopup(known ? `/c/${encodeURIComponent(conversationId)}` : '/');
    return null;
  },
});
