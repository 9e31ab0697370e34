import type { App } from '../../../app.ts';
import { displayLine } from '../../../domain/display-text.ts';
import { exclusively } from '../../../domain/domain.ts';
import { contactKey } from '../../../domain/records/contact-record.ts';
import { NotFoundError } from '../../../errors/errors.ts';
import { findContact } from '../../../relationships/find-conversation.ts';
import { contactView, readContacts } from '../../../views/contact-view.ts';
import type { PopupHandler } from '../popup-method.ts';

/** Changes the petname, the mark *verified*, the block or the silence of a contact. Throws NotFoundError. */
export const contactUpdate: PopupHandler<'contact_update', App> = async (app, params) => {
  const { signingKey, petname, verified, blocked, muted } = params;
  const { identityIndex } = await findContact(app, signingKey);
  const updated = await exclusively(app, async () => {
    const contact = await app.tables.contacts.get(contactKey(identityIndex, signingKey));
    if (contact === undefined) throw new NotFoundError();
    const named = petname === undefined ? contact.petname : displayLine(petname ?? '', 64) || null;
    const next = {
      ...contact,
      petname: named,
      verified: verified ?? contact.verified,
      blocked: blocked ?? contact.blocked,
      muted: muted ?? contact.muted ?? false,
    };
    await app.tables.contacts.put(next);
    return next;
  });
  app.changes.popup('conversations', `conversation:${updated.conversationId}`);
  const { looks } = await readContacts(app);
  return contactView(updated, looks, app.clock.now());
};
