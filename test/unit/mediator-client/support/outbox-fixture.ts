import 'fake-indexeddb/auto';
import type { IdentityKeys } from '../../../../lib/keys/identity-keys.ts';
import { createOutbox, type Outbox, type OutboxDeps } from '../../../../lib/mediator-client/outbox/outbox.ts';
import type { OutboxRow } from '../../../../lib/mediator-client/outbox/outbox-row.ts';
import { createMemoryLocks } from '../../../../lib/platform/locks.ts';
import { createLog, createLogBuffer } from '../../../../lib/platform/log.ts';
import { type Database, openDatabase } from '../../../../lib/store/database.ts';
import { writeTransaction } from '../../../../lib/store/write-transaction.ts';
import { type FakeMediator, fakeMediator } from './fake-mediator.ts';
import { makeIdentityKeys } from './identity-keys.ts';
import { type ManualTime, manualTime } from './manual-time.ts';
import { plainCipher } from './plain-cipher.ts';
import { recordingSink } from './recording-sink.ts';

export interface OutboxFixture {
  db: Database;
  keys: IdentityKeys;
  mediator: FakeMediator;
  time: ManualTime;
  /** Every ending the sink was told, in order, as `accepted:id` or `refused:id:CODE`. */
  endings: string[];
  deps: OutboxDeps;
  outbox: Outbox;
  /** Writes rows in one transaction, as the domain does. */
  write(...rows: OutboxRow[]): Promise<void>;
  /** A new worker over the same disk. */
  reborn(changes?: Partial<OutboxDeps>): Outbox;
}

let databases = 0;

export async function outboxFixture(): Promise<OutboxFixture> {
  databases += 1;
  const db = await openDatabase(`outbox-${databases}-${Math.random()}`);
  const keys = await makeIdentityKeys();
  const mediator = fakeMediator();
  const time = manualTime();
  const endings: string[] = [];
  const deps: OutboxDeps = {
    db,
    cipher: plainCipher,
    keyring: { identity: async () => keys },
    commands: mediator.commands,
    sink: recordingSink({ db, endings }),
    clock: time.clock,
    timers: time.timers,
    locks: createMemoryLocks(),
    log: createLog('outbox', { buffer: createLogBuffer(), clock: time.clock }),
    random: () => 0.5,
  };
  const fixture: OutboxFixture = {
    db,
    keys,
    mediator,
    time,
    endings,
    deps,
    outbox: createOutbox(deps),
    async write(...rows) {
      const sealed = await Promise.all(rows.map((row) => fixture.outbox.sealRow(row)));
      await writeTransaction(db, ['outbox'], async (tx) => {
        await fixture.outbox.putRows(tx, sealed);
      });
    },
    reborn: (changes = {}) => createOutbox({ ...deps, locks: createMemoryLocks(), ...changes }),
  };
  return fixture;
}

/** Ids under which endings were written to the disk. */
export async function writtenEndings(db: Database): Promise<string[]> {
  return (await db.getAllKeys('meta')).map((key) => key.replace(/:0\.\d+(e-\d+)?$/, ''));
}

const base = (time: ManualTime, id: string) => ({
  id,
  identityIndex: 0,
  mediatorDid: 'did:web:mediator.example',
  createdAt: time.clock.now(),
  notBefore: time.clock.now(),
  attempts: 0,
});

export function sendRow(time: ManualTime, id: string, changes: Partial<OutboxRow> = {}): OutboxRow {
  return {
    ...base(time, id),
    recipientDid: 'did:decentrl:bob',
    channel: 'TWO_WAY_PRIVATE',
    payload: { type: 'SEND_EVENT', id, payload: `bytes of ${id}` },
    group: 'send',
    conversationId: 'bob',
    ...changes,
  };
}

export function saveRow(
  time: ManualTime,
  id: string,
  ids: string[] = [id],
  changes: Partial<OutboxRow> = {},
): OutboxRow {
  return {
    ...base(time, id),
    recipientDid: 'did:web:mediator.example',
    channel: 'DIRECT_AUTHENTICATED',
    payload: {
      type: 'SAVE_EVENTS',
      events: ids.map((event) => ({ id: event, payload: `copy of ${event}`, tags: [] })),
    },
    group: 'save',
    ...changes,
  };
}

export function otherRow(time: ManualTime, id: string, changes: Partial<OutboxRow> = {}): OutboxRow {
  return {
    ...base(time, id),
    recipientDid: 'did:decentrl:bob',
    channel: 'DIRECT_AUTHENTICATED',
    payload: { type: 'FIND_IDENTITIES' },
    group: 'other',
    ...changes,
  };
}
