import * as v from 'valibot';
import type { ContactsRpc } from '../../../api/popup/contacts.ts';
import { acceptSender, declineSender, isSenderRequest } from '../../../held/receive/sender-requests.ts';
import { proposeWithMessage } from '../../../messages/propose-with-message.ts';
import { acceptRequest } from '../../../relationships/accept-request.ts';
import { declineRequest } from '../../../relationships/decline-request.ts';
import { findContact } from '../../../relationships/find-conversation.ts';
import { revokeRelationship } from '../../../relationships/revoke-relationship.ts';
import { updateContact } from '../../../relationships/update-contact.ts';
import { contactDetails } from '../../../views/contact-details.ts';
import { contactResolution } from '../../../views/contact-resolution.ts';
import { contactView, readContacts } from '../../../views/contact-view.ts';
import { sitesNaming } from '../../permissions/sites-naming.ts';
import type { PopupArea } from '../method/popup-method.ts';
import { messageText, typedDid } from '../params/popup-pieces.ts';
import { id, text } from '../params/shared.ts';

const signingKey = text(128, 1);

/** The background's half of what is about people. All but `contact_resolve` throw NotFoundError for somebody unknown. */
export const contactsMethods: PopupArea<ContactsRpc> = {
  contact_resolve: {
    params: v.object({ did: typedDid }),
    handle: (app, params) => contactResolution(app, params.did),
  },
  contact_get: {
    params: v.object({ signingKey }),
    async handle(app, params) {
      const contact = await findContact(app, params.signingKey);
      const [details, sites] = await Promise.all([
        contactDetails(app, contact),
        sitesNaming(app, [contact.conversationId, contact.did]),
      ]);
      return { ...details, sites };
    },
  },
  contact_update: {
    params: v.object({
      signingKey,
      petname: v.exactOptional(v.nullable(text(256))),
      verified: v.exactOptional(v.boolean()),
      blocked: v.exactOptional(v.boolean()),
      muted: v.exactOptional(v.boolean()),
    }),
    async handle(app, params) {
      const { signingKey: who, ...marks } = params;
      const updated = await updateContact(app, who, marks);
      const { looks } = await readContacts(app);
      return contactView(updated, looks, app.clock.now());
    },
  },
  contract_propose: {
    params: v.object({
      did: typedDid,
      note: v.exactOptional(text(560)),
      firstMessage: v.exactOptional(messageText),
    }),
    handle: (app, params) => proposeWithMessage(app, params),
  },
  // Throws ContractDeclinedError, ContractExpiredError.
  contract_accept: {
    params: v.object({ requestId: id }),
    async handle(app, { requestId }) {
      if (isSenderRequest(requestId)) return acceptSender(app, requestId);
      const { conversationId } = await acceptRequest(app, requestId);
      return { conversationId };
    },
  },
  contract_decline: {
    params: v.object({ requestId: id, block: v.exactOptional(v.boolean()) }),
    async handle(app, { requestId, block }) {
      if (isSenderRequest(requestId)) await declineSender(app, requestId, block ?? false);
      else await declineRequest(app, requestId, block === undefined ? {} : { block });
      return null;
    },
  },
  contract_revoke: {
    params: v.object({ signingKey }),
    async handle(app, params) {
      const { identityIndex } = await findContact(app, params.signingKey);
      await revokeRelationship(app, identityIndex, params.signingKey);
      return null;
    },
  },
};
