import { nowSeconds } from '../domain/now-seconds.ts';
import { contactKey } from '../domain/records/contact-record.ts';
import type { Tx } from '../domain/tx.ts';

/** Our request can never arrive: it is closed with the mediator's reason, and the contact shows no open proposal. */
export async function closeRequest(tx: Tx, requestId: string, code: string): Promise<void> {
  const { requests, contacts } = tx.tables;
  const request = await requests.get(requestId);
  if (request === undefined || request.status !== 'proposed') return;
  const contact = await contacts.get(contactKey(request.identityIndex, request.peerSigningKey));
  tx.put('requests', { ...request, status: 'refused', reason: code });
  if (contact !== undefined) tx.put('contacts', { ...contact, proposedUntil: nowSeconds(tx) });
  tx.after(() => tx.changes.popup('requests', 'conversations'));
}
