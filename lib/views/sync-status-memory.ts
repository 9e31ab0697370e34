import type { Sync } from '../mediator-client/sync/sync.ts';
import type { SyncStatus } from '../mediator-client/sync/sync-status.ts';
import { createSerial } from '../platform/serial.ts';
import type { SessionArea } from '../platform/session-area.ts';

/** What is known of each identity's sync, over the death of the worker. */
export interface SyncStatusMemory {
  put(index: number, status: SyncStatus): Promise<unknown>;
  /** What this worker knows, else what an earlier one did. */
  get(index: number, sync: Pick<Sync, 'status'>): Promise<SyncStatus>;
}

const KEY = 'sync.status';

/** Makes the memory over the session area. */
export function createSyncStatusMemory(session: SessionArea): SyncStatusMemory {
  const line = createSerial();
  const read = async () => (await session.get<Record<number, SyncStatus>>(KEY)) ?? {};
  return {
    put(index, status) {
      return line
        .run(async () => session.set(KEY, { ...(await read()), [index]: status }))
        .catch(() => undefined);
    },
    async get(index, sync) {
      const live = sync.status(index);
      if (live.lastSyncAt !== null || live.problem !== null) return live;
      return (await read())[index] ?? live;
    },
  };
}
