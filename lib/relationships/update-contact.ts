import { change } from '../domain/change.ts';
import { displayLine } from '../domain/display-text.ts';
import type { Domain } from '../domain/domain.ts';
import { type ContactRecord, contactKey } from '../domain/records/contact-record.ts';
import { NotFoundError } from '../errors/errors.ts';
import { findContact } from './find-conversation.ts';

/** What a person may say of a contact; what is left out stays. A petname of null or of nothing visible takes it away. */
export interface ContactMarks {
  petname?: string | null;
  verified?: boolean;
  blocked?: boolean;
  muted?: boolean;
}

/** Changes what the person said of a contact, who is named by signing key; gives the contact as it is then. Throws NotFoundError. */
export async function updateContact(
  domain: Domain,
  signingKey: string,
  { petname, verified, blocked, muted }: ContactMarks,
): Promise<ContactRecord> {
  const { identityIndex } = await findContact(domain, signingKey);
  return change(domain, async (tx) => {
    const contact = await tx.tables.contacts.get(contactKey(identityIndex, signingKey));
    if (contact === undefined) throw new NotFoundError();
    const named = petname === undefined ? contact.petname : displayLine(petname ?? '', 64) || null;
    const next = {
      ...contact,
      petname: named,
      verified: verified ?? contact.verified,
      blocked: blocked ?? contact.blocked,
      muted: muted ?? contact.muted ?? false,
    };
    tx.put('contacts', next);
    tx.after(() => tx.changes.popup('conversations', `conversation:${next.conversationId}`));
    return next;
  });
}
