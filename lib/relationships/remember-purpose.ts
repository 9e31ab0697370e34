import { change } from '../domain/change.ts';
import type { Domain } from '../domain/domain.ts';
import { contactKey } from '../domain/records/contact-record.ts';

/** Keeps with a contact what a site said it wants the relationship for; without the contact nothing happens. */
export async function rememberPurpose(
  domain: Domain,
  who: { identityIndex: number; signingKey: string },
  origin: string,
  purpose: string,
): Promise<void> {
  const key = contactKey(who.identityIndex, who.signingKey);
  await change(domain, async (tx) => {
    const contact = await tx.tables.contacts.get(key);
    if (contact === undefined) return;
    tx.put('contacts', { ...contact, purposes: { ...contact.purposes, [origin]: purpose } });
  });
}
