import { InvalidRequestError } from '../../../errors/errors.ts';
import type { BoundaryApp } from '../../app/boundary-app.ts';
import type { PageHandler } from '../../call/page-handler.ts';

/**
 * Opens the companion for the person, at a conversation this origin may know, else at the inbox; which of the two is
 * not told. Throws -32600 without a click in the page, which the relay asks the browser about.
 */
export const openInbox: PageHandler<'decentrl_openInbox', BoundaryApp> = {
  async handle(app, call, params) {
    if (!call.userActive) throw new InvalidRequestError('The inbox opens after a click only.');
    const contractId = params?.contractId;
    const known =
      contractId !== undefined && (await app.grants.permits(call, 'decentrl_contracts', { contractId }));
    await app.openPopup(known ? `/c/${encodeURIComponent(contractId)}` : '/');
    return null;
  },
};
