import { createChanges } from '../../../lib/domain/changes.ts';
import { createDomain } from '../../../lib/domain/create-domain.ts';
import type { OutboxWriter } from '../../../lib/domain/create-transact.ts';
import { createSettingsStore } from '../../../lib/domain/settings-store.ts';
import { createLocalCipher } from '../../../lib/keys/local-cipher.ts';
import type { NewOutboxRow } from '../../../lib/mediator-client/outbox/outbox-row.ts';
import { createOutboxTable, type StoredOutboxRow } from '../../../lib/mediator-client/outbox/outbox-table.ts';
import { UnreachableError } from '../../../lib/net/unreachable-error.ts';
import { createMemoryLocks } from '../../../lib/platform/locks.ts';
import { createLog, createLogBuffer } from '../../../lib/platform/log.ts';
import type { Database } from '../../../lib/store/database.ts';
import type { StoreName } from '../../../lib/store/schema.ts';
import { createUnlockedBrowser, MEDIATOR } from '../keys/keyring-fixture.ts';
import { manualTime } from '../mediator-client/support/manual-time.ts';

/** The database, and the stores of each of its writing transactions into `written`. */
function counted(db: Database, written: StoreName[][]): Database {
  return new Proxy(db, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== 'function') return member;
      return (...given: unknown[]) => {
        if (name === 'transaction' && given[1] === 'readwrite') written.push(given[0] as StoreName[]);
        return Reflect.apply(member, target, given);
      };
    },
  });
}

/** A real domain over a database in memory, unlocked, with an outbox that keeps rows and sends none. */
export async function domainFixture() {
  const browser = await createUnlockedBrowser();
  const { keyring, clock } = browser;
  /** The stores of each writing transaction. */
  const written: StoreName[][] = [];
  const db = counted(browser.db, written);
  const locks = createMemoryLocks();
  const logBuffer = createLogBuffer();
  const log = createLog('domain', { buffer: logBuffer, clock });
  const table = createOutboxTable({ db, cipher: createLocalCipher(keyring), onDamaged: () => undefined });
  /** How often the outbox was woken, and what `wrote` was told. */
  const told = { kicks: 0, wrote: [] as unknown[] };
  const outbox: OutboxWriter = {
    sealRow: table.seal,
    putRows: table.put,
    orderOf: table.orderOf,
    kick() {
      told.kicks += 1;
    },
  };
  const domain = createDomain({
    db,
    keyring,
    clock,
    locks,
    log,
    commands: { now: clock.now, send: () => Promise.reject(new UnreachableError('network')) },
    changes: createChanges(manualTime().timers),
    settings: createSettingsStore({ db, keyring }),
    outbox: () => outbox,
    wrote: (failure) => told.wrote.push(failure),
  });
  return {
    db,
    keyring,
    clock,
    locks,
    domain,
    logBuffer,
    written,
    told,
    /** Every row of the outbox, in the order of sending. */
    waitingRows: async (): Promise<StoredOutboxRow[]> => (await table.readAfter(0, 1_000)).rows,
  };
}

/** A command for the own mediator. */
export function newRow(id: string, changes: Partial<NewOutboxRow> = {}): NewOutboxRow {
  return {
    id,
    identityIndex: 0,
    mediatorDid: MEDIATOR,
    recipientDid: MEDIATOR,
    channel: 'DIRECT_AUTHENTICATED',
    payload: { type: 'QUERY_PENDING_EVENTS' },
    group: 'other',
    ...changes,
  };
}
