import { change } from '../domain/change.ts';
import type { Domain } from '../domain/domain.ts';
import { LockedError } from '../errors/errors.ts';
import type { IdentityKeys } from '../keys/identity-keys.ts';
import { type FailedEvent, type OpenedPage, openEvents } from '../messages/open-event.ts';
import { quarantineFailures } from '../messages/quarantine.ts';
import { flushReceipts } from '../messages/receipts.ts';
import { FULL_BATCH, receiveBatch } from '../messages/receive-batch.ts';
import { fetchContracts } from './fetch-contracts.ts';

/** Takes some opened pages; returns the ids that may be acknowledged: durable, known, or quarantined. */
export async function receiveEvents(
  domain: Domain,
  keys: IdentityKeys,
  pages: readonly OpenedPage[],
): Promise<string[]> {
  const opened = pages.flatMap((page) => page.opened);
  const failed = pages.flatMap((page) => page.failed);
  const acknowledged = await receiveBatch(domain, keys, opened);
  if (failed.length > 0) acknowledged.push(...(await receiveAgain(domain, keys, failed)));
  if (opened.length < FULL_BATCH) await flushReceipts(domain);
  return acknowledged;
}

/** What could not be opened gets one more chance with everything the mediator knows, and is counted when it fails again. */
async function receiveAgain(domain: Domain, keys: IdentityKeys, failed: FailedEvent[]): Promise<string[]> {
  await fetchContracts(domain, keys).catch((error: unknown) => {
    if (error instanceof LockedError) throw error;
    domain.log.debug('contracts could not be fetched', { error });
  });
  const again = await openEvents(
    domain,
    keys,
    failed.map((one) => one.pending),
  );
  const acknowledged = await receiveBatch(domain, keys, again.opened);
  return [...acknowledged, ...(await change(domain, (tx) => quarantineFailures(tx, keys, again.failed)))];
}
