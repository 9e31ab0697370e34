import { change } from '../domain/change.ts';
import type { Domain } from '../domain/domain.ts';
import { nowSeconds } from '../domain/now-seconds.ts';
import { type ContactRecord, contactKey } from '../domain/records/contact-record.ts';

/** Tells sites and screens, once, of each relationship whose last contract has ended unrenewed (`provider-api.md` *Events*). */
export async function announceExpired(domain: Domain): Promise<void> {
  const now = nowSeconds(domain);
  const ended = (await domain.tables.contacts.getAll()).filter((contact) => isUntold(contact, now));
  for (const { identityIndex, signingKey } of ended) {
    await change(domain, async (tx) => {
      const contact = await tx.tables.contacts.get(contactKey(identityIndex, signingKey));
      if (contact === undefined || !isUntold(contact, now)) return;
      const { conversationId, did } = contact;
      tx.put('contacts', { ...contact, toldExpiry: contact.activeUntil });
      tx.after(() => {
        tx.changes.domain({
          kind: 'contract',
          identityIndex,
          peerSigningKey: signingKey,
          peerDid: did,
          conversationId,
          requestId: null,
          origin: null,
          status: 'expired',
        });
        tx.changes.popup('conversations', `conversation:${conversationId}`);
      });
    });
  }
}

function isUntold({ activeUntil, revokedAt, toldExpiry }: ContactRecord, now: number): boolean {
  return revokedAt === null && activeUntil !== null && activeUntil <= now && toldExpiry !== activeUntil;
}
