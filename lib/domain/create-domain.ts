import type { Keyring } from '../keys/keyring.ts';
import { createLocalCipher } from '../keys/local-cipher.ts';
import type { CommandClient } from '../mediator-client/send-command.ts';
import type { Clock } from '../platform/clock.ts';
import type { Locks } from '../platform/locks.ts';
import type { Log } from '../platform/log.ts';
import type { Database } from '../store/database.ts';
import { createSegments } from '../store/segments.ts';
import type { Changes } from './changes.ts';
import { createTransact, type OutboxWriter } from './create-transact.ts';
import { type Device, thisDevice } from './device-id.ts';
import type { Domain } from './domain.ts';
import type { MessageRecord } from './records/message-record.ts';
import { shareReads } from './share-reads.ts';
import { createTables } from './tables.ts';

/** What the domain is made of. */
export interface DomainDeps extends Pick<Domain, 'settings'> {
  db: Database;
  keyring: Keyring;
  clock: Clock;
  locks: Pick<Locks, 'run'>;
  log: Log;
  commands: CommandClient;
  changes: Changes;
  /** Asked for when something is sent, since the outbox is made over the domain. */
  outbox: () => OutboxWriter;
  /** Told how a write ended: null, or what the disk refused. */
  wrote(failure: unknown): void;
}

/** Makes the domain. The writing tables, the history and the sealing of both stay in here. */
export function createDomain({ db, locks, outbox, wrote, ...deps }: DomainDeps): Domain {
  const { keyring, clock, log } = deps;
  const cipher = createLocalCipher(keyring);
  const tables = createTables({ db, cipher, onDamaged: (store) => log.error('a row is damaged', { store }) });
  const history = createSegments<MessageRecord>({
    db,
    cipher,
    onDamaged: () => log.error('a row is damaged', { store: 'segments' }),
  });
  const shared = shareReads(tables, keyring);
  keyring.onLock(shared.forget);
  let device: Promise<Device> | null = null;
  const domain: Domain = {
    ...deps,
    tables: shared.tables,
    history,
    owedReceipts: new Set(),
    device() {
      device ??= thisDevice(db, clock.now());
      device.catch(() => {
        device = null;
      });
      return device;
    },
    transact: createTransact({
      db,
      locks,
      tables,
      history,
      wrote,
      written: shared.written,
      domain: () => domain,
      outbox: {
        sealRow: (row) => outbox().sealRow(row),
        putRows: (tx, rows) => outbox().putRows(tx, rows),
        orderOf: (id) => outbox().orderOf(id),
        kick: () => outbox().kick(),
      },
    }),
  };
  return domain;
}
