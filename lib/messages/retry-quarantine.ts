import type { Domain } from '../domain/domain.ts';
import type { ContactRecord } from '../domain/records/contact-record.ts';
import type { QuarantineRecord } from '../domain/records/conversation-record.ts';
import { collectWrites } from '../domain/writes.ts';
import type { IdentityKeys } from '../keys/identity-keys.ts';
import type { PendingEvent } from '../mediator-client/sync/sync-sink.ts';
import { parseDid } from '../protocol/did.ts';
import { ProtocolError } from '../protocol/protocol-error.ts';
import { openEvents } from './open-event.ts';
import { receiveBatch } from './receive-batch.ts';

/** Tries everything of this contact in the quarantine once more. Call inside `exclusively`. */
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
    const writes = collectWrites(domain);
    for (const key of acknowledged) writes.remove('quarantine', key);
    await writes.commit();
  }
}

function toPending(row: QuarantineRecord): PendingEvent {
  return { id: row.key, sender_did: row.senderDid, payload: row.payload, timestamp: row.timestamp };
}

function signingKeyOf(did: string): string | null {
  try {
    return parseDid(did).signingKeyMultibase;
  } catch (error) {
    if (error instanceof ProtocolError) return null;
    throw error;
  }
}
