import { type Domain, exclusively } from '../domain/domain.ts';
import { contactKey } from '../domain/records/contact-record.ts';

/** Keeps with a contact what a site said it wants the relationship for; without the contact nothing happens. */
export async function rememberPurpose(
  domain: Domain,
  who: { identityIndex: number; signingKey: string },
  origin: string,
  purpose: string,
): Promise<void> {
  const key = contactKey(who.identityIndex, who.signingKey);
  await exclusively(domain, async () => {
    const contact = await domain.tables.contacts.get(key);
    if (contact === undefined) return;
    await domain.tables.contacts.put({ ...contact, purposes: { ...contact.purposes, [origin]: purpose } });
  });
}
