import { findContact } from '../../../relationships/find-conversation.ts';
import { revokeRelationship } from '../../../relationships/revoke-relationship.ts';
import type { App } from '../../app/app.ts';
import type { PopupHandler } from '../popup-method.ts';

/** Ends the relationship with a contact. Throws NotFoundError. */
export const contractRevoke: PopupHandler<'contract_revoke', App> = async (app, { signingKey }) => {
  const { identityIndex } = await findContact(app, signingKey);
  await revokeRelationship(app, identityIndex, signingKey);
  return null;
};
