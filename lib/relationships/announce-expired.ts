import { type Domain, exclusively, nowSeconds } from '../domain/domain.ts';
import { type ContactRecord, contactKey } from '../domain/records/contact-record.ts';

/** Tells sites and screens, once, of each relationship whose last contract has ended unrenewed (`provider-api.md` *Events*). */
export async function announceExpired(domain: Domain): Promise<void> {
  const now = nowSeconds(domain);
  const ended = (await domain.tables.contacts.getAll()).filter((contact) => isUntold(contact, now));
  for (const { identityIndex, signingKey } of ended) {
    const contact = await exclusively(domain, async () => {
      const current = await domain.tables.contacts.get(contactKey(identityIndex, signingKey));
      if (current === undefined || !isUntold(current, now)) return null;
      const told = { ...current, toldExpiry: current.activeUntil };
      await domain.tables.contacts.put(told);
      return told;
    });
    if (contact === null) continue;
    domain.changes.domain({
      kind: 'contract',
      identityIndex,
      peerSigningKey: signingKey,
      peerDid: contact.did,
      conversationId: contact.conversationId,
      requestId: null,
      origin: null,
      status: 'expired',
    });
    domain.changes.popup('conversations', `conversation:${contact.conversationId}`);
  }
}

function isUntold({ activeUntil, revokedAt, toldExpiry }: ContactRecord, now: number): boolean {
  return revokedAt === null && activeUntil !== null && activeUntil <= now && toldExpiry !== activeUntil;
}
