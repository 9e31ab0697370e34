import { fetchContracts } from '../contracts/fetch-contracts.ts';
import type { IdentityKeys } from '../keys/identity-keys.ts';
import type { PendingEvent } from '../mediator/sync-sink.ts';
import { LockedError } from '../rpc/errors.ts';
import { type Domain, exclusively } from './domain.ts';
import type { FailedEvent } from './open-event.ts';
import { quarantineFailures } from './quarantine.ts';
import { flushReceipts } from './receipts.ts';
import { FULL_BATCH, receiveBatch } from './receive-batch.ts';

/** Takes one share of pending events; returns the ids that may be acknowledged: durable, known, or quarantined. */
export async function receiveEvents(
  domain: Domain,
  keys: IdentityKeys,
  pending: readonly PendingEvent[],
): Promise<string[]> {
  const { acknowledged, failed } = await exclusively(domain, () => receiveBatch(domain, keys, pending));
  if (failed.length > 0) acknowledged.push(...(await receiveAgain(domain, keys, failed)));
  if (pending.length < FULL_BATCH) await flushReceipts(domain);
  return acknowledged;
}

/** What could not be opened gets one more chance with everything the mediator knows, and is counted when it fails again. */
async function receiveAgain(domain: Domain, keys: IdentityKeys, failed: FailedEvent[]): Promise<string[]> {
  await fetchContracts(domain, keys).catch((error: unknown) => {
    if (error instanceof LockedError) throw error;
    domain.log.debug('contracts could not be fetched', { error });
  });
  return exclusively(domain, async () => {
    const again = await receiveBatch(
      domain,
      keys,
      failed.map((one) => one.pending),
    );
    return [...again.acknowledged, ...(await quarantineFailures(domain, keys, again.failed))];
  });
}
