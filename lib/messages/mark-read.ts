import { change } from '../domain/change.ts';
import type { Domain } from '../domain/domain.ts';
import { type ContactRecord, contactKey } from '../domain/records/contact-record.ts';
import type { Tx } from '../domain/tx.ts';
import { flushReceipts, oweReceipts } from './receipts.ts';

/** Read receipts for at most so many messages at once: who opens an old conversation read the last ones. */
const MOST_RECEIPTS = 500;

/**
 * The person has seen everything of a conversation up to the cursor `upTo`: the unread count is counted anew, and read
 * receipts are owed if the person allows them.
 */
export async function markRead(domain: Domain, contact: ContactRecord, upTo: number): Promise<void> {
  const { sendReadReceipts } = await domain.settings.get();
  const changed = await change(domain, (tx) => mark(tx, contact, upTo, sendReadReceipts));
  if (changed) await flushReceipts(domain);
}

async function mark(tx: Tx, contact: ContactRecord, upTo: number, receipts: boolean): Promise<boolean> {
  const { tables, history } = tx;
  const row = await tables.conversations.get(contact.conversationId);
  // A cursor that was not given out yet would swallow what comes.
  const seen = Math.min(upTo, await history.lastCursor());
  if (row === undefined || (seen <= row.readUpTo && row.unread === 0)) return false;
  const readUpTo = Math.max(row.readUpTo, seen);
  let unread = 0;
  const read: string[] = [];
  for await (const { cursor, value } of history.scan({ conversation: contact.conversationId })) {
    if (cursor <= row.readUpTo || read.length >= MOST_RECEIPTS) break;
    if (value.direction !== 'in') continue;
    if (cursor > readUpTo) unread += 1;
    else read.push(value.eventId);
  }
  tx.put('conversations', { ...row, readUpTo, unread });
  tx.after(() => tx.changes.popup('conversations', 'state'));
  if (receipts) {
    const key = contactKey(contact.identityIndex, contact.signingKey);
    oweReceipts(tx, { contact: key, state: 'read', ids: read.reverse() });
  }
  return true;
}
