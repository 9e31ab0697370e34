import { change } from '../domain/change.ts';
import type { Domain } from '../domain/domain.ts';
import type { ContactRecord } from '../domain/records/contact-record.ts';
import type { QuarantineRecord } from '../domain/records/conversation-record.ts';
import type { IdentityKeys } from '../keys/identity-keys.ts';
import type { PendingEvent } from '../mediator-client/sync/sync-sink.ts';
import { openEvents } from './open-event.ts';
import { receiveBatch } from './receive-batch.ts';
import { signingKeyOf } from './signing-key-of.ts';

/** Tries everything of this contact in the quarantine once more; harmless to repeat. */
export async function retryQuarantine(
  domain: Domain,
  keys: IdentityKeys,
  contact: ContactRecord,
): Promise<void> {
  const rows = (await domain.tables.quarantine.getAll()).filter(
    (row) => row.identityIndex === keys.index && signingKeyOf(row.senderDid) === contact.signingKey,
  );
  for (let at = 0; at < rows.length; at += 100) {
    const batch = rows.slice(at, at + 100);
    const { opened } = await openEvents(domain, keys, batch.map(toPending));
    const acknowledged = await receiveBatch(domain, keys, opened);
    await change(domain, async (tx) => {
      for (const key of acknowledged) tx.remove('quarantine', key);
    });
  }
}

function toPending(row: QuarantineRecord): PendingEvent {
  return { id: row.key, sender_did: row.senderDid, payload: row.payload, timestamp: row.timestamp };
}
