import type { ContactRecord } from '../domain/records/contact-record.ts';
import type { Tx } from '../domain/tx.ts';

/** Remembers that another DID was seen with a known signing key; it is shown and never used (`protocol.md` §2.5, T-44). */
export function noteChangedDid(tx: Tx, contact: ContactRecord, did: string): void {
  if (contact.changedDid === did) return;
  tx.put('contacts', { ...contact, changedDid: did });
  tx.after(() => tx.changes.popup('conversations', `conversation:${contact.conversationId}`));
}
