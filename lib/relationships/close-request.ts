import type { Domain } from '../domain/domain.ts';
import { contactKey } from '../domain/records/contact-record.ts';
import type { OutboxRow } from '../mediator-client/outbox/outbox-row.ts';
import type { OutboxSettlement } from '../mediator-client/outbox/outbox-sink.ts';

/** Our request can never arrive: it is closed with the mediator's reason, and the contact shows no open proposal. */
export async function closeRequest(
  { tables, changes, clock }: Domain,
  row: OutboxRow,
  code: string,
): Promise<OutboxSettlement | undefined> {
  const request = await tables.requests.get(row.id.replace(/^request:/, ''));
  if (request === undefined || request.status !== 'proposed') return undefined;
  const contact = await tables.contacts.get(contactKey(request.identityIndex, request.peerSigningKey));
  const sealed = await tables.requests.seal({ ...request, status: 'refused', reason: code });
  const sealedContact =
    contact === undefined
      ? null
      : await tables.contacts.seal({ ...contact, proposedUntil: Math.floor(clock.now() / 1000) });
  return {
    async write(tx) {
      await tables.requests.putSealed(tx, sealed);
      if (sealedContact !== null) await tables.contacts.putSealed(tx, sealedContact);
    },
    committed: () => changes.popup('requests', 'conversations'),
  };
}
