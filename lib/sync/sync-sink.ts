import type { Domain } from '../domain/domain.ts';
import type { SyncSink } from '../mediator-client/sync/sync-sink.ts';
import { type OpenedPage, openEvents, type Senders } from '../messages/open-event.ts';
import { flushReceipts } from '../messages/receipts.ts';
import { destroySecrets } from '../relationships/destroy-secrets.ts';
import { receiveContracts } from './receive-contracts.ts';
import { receiveEvents } from './receive-events.ts';
import { receiveRequests } from './receive-requests.ts';
import { receiveStored } from './receive-stored.ts';

const HOUR_MS = 3_600_000;

/** The domain as the sync driver sees it. */
export function createSyncSink(domain: Domain): SyncSink<OpenedPage> {
  const destroyedAt = new Map<number, number>();
  return {
    receiveRequests: (keys, requests) => receiveRequests(domain, keys, requests),
    beginOpening(keys) {
      const senders: Senders = new Map();
      return (pending) => openEvents(domain, keys, pending, senders);
    },
    receiveEvents: (keys, pages) => receiveEvents(domain, keys, pages),
    receiveContracts: (keys, contracts) => receiveContracts(domain, keys, contracts),
    receiveStored: (keys, events) => receiveStored(domain, keys, events),
    async queueDrained(keys) {
      await flushReceipts(domain);
      const now = domain.clock.now();
      if (now - (destroyedAt.get(keys.index) ?? 0) < HOUR_MS) return;
      destroyedAt.set(keys.index, now);
      await destroySecrets(domain, keys);
    },
  };
}
