import { updateContact } from '../../../relationships/update-contact.ts';
import { contactView, readContacts } from '../../../views/contact-view.ts';
import type { App } from '../../app/app.ts';
import type { PopupHandler } from '../popup-method.ts';

/** Changes the petname, the mark *verified*, the block or the silence of a contact. Throws NotFoundError. */
export const contactUpdate: PopupHandler<'contact_update', App> = async (app, { signingKey, ...marks }) => {
  const updated = await updateContact(app, signingKey, marks);
  const { looks } = await readContacts(app);
  return contactView(updated, looks, app.clock.now());
};
