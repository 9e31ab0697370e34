import { randomUUID } from 'node:crypto';
import 'fake-indexeddb/auto';
import type { IdentityKeys } from '../../../lib/keys/identity-keys.ts';
import { createOutbox, type Outbox } from '../../../lib/mediator-client/outbox/outbox.ts';
import type { OutboxRow } from '../../../lib/mediator-client/outbox/outbox-row.ts';
import { registerIdentity } from '../../../lib/mediator-client/register-identity.ts';
import { createMediatorDirectory } from '../../../lib/mediator-client/resolve-mediator.ts';
import { type CommandClient, createCommandClient } from '../../../lib/mediator-client/send-command.ts';
import { createStoredCursors } from '../../../lib/mediator-client/sync/stored-cursor.ts';
import { createSync, type Sync } from '../../../lib/mediator-client/sync/sync.ts';
import type { Fetch } from '../../../lib/net/fetch-capped.ts';
import { type Clock, systemClock } from '../../../lib/platform/clock.ts';
import { createMemoryLocks } from '../../../lib/platform/locks.ts';
import { createLog, createLogBuffer } from '../../../lib/platform/log.ts';
import { systemTimers, type Timers } from '../../../lib/platform/timers.ts';
import type { SignedContract } from '../../../lib/protocol/contract.ts';
import { type Database, openDatabase } from '../../../lib/store/database.ts';
import { writeTransaction } from '../../../lib/store/write-transaction.ts';
import { agree, ask, ciphertext, type TestIdentity } from '../../support/mediator-client.ts';
import { makeIdentityKeys } from '../../unit/mediator-client/support/identity-keys.ts';
import { plainCipher } from '../../unit/mediator-client/support/plain-cipher.ts';
import { recordingSink } from '../../unit/mediator-client/support/recording-sink.ts';

/** The network side of one companion, without a domain: what arrives is counted, what is sent is noise. */
export interface ClientStack {
  keys: IdentityKeys;
  identity: TestIdentity;
  db: Database;
  commands: CommandClient;
  outbox: Outbox;
  sync: Sync;
  /** Every event that was handed over, with how often. */
  received: Map<string, number>;
  stored: Map<string, number>;
  endings: string[];
  register(): Promise<SignedContract>;
  /** Writes rows and sends them in the background. */
  enqueue(rows: OutboxRow[]): Promise<void>;
}

export interface StackOptions {
  mediatorDid: string;
  keys?: IdentityKeys;
  clock?: Clock;
  timers?: Timers;
  fetch?: Fetch;
}

export async function clientStack(options: StackOptions): Promise<ClientStack> {
  const clock = options.clock ?? systemClock;
  const timers = options.timers ?? systemTimers;
  const keys = options.keys ?? (await makeIdentityKeys(options.mediatorDid));
  const db = await openDatabase(randomUUID());
  const fetch: Fetch = options.fetch ?? ((url, init) => globalThis.fetch(url, init));
  const directory = createMediatorDirectory({ fetch, clock });
  const commands = createCommandClient({ fetch, clock, directory });
  const log = createLog('net', { buffer: createLogBuffer(), clock });
  const keyring = { identity: async () => keys, identities: async () => [keys] };
  const locks = createMemoryLocks();
  const endings: string[] = [];
  const outbox = createOutbox({
    db,
    cipher: plainCipher,
    keyring,
    commands,
    clock,
    timers,
    locks,
    log,
    sink: recordingSink({ db, endings }),
  });
  const received = new Map<string, number>();
  const stored = new Map<string, number>();
  const count = (into: Map<string, number>, key: string) => into.set(key, (into.get(key) ?? 0) + 1);
  const sync = createSync({
    keyring,
    commands,
    directory,
    outbox,
    cursors: createStoredCursors({ db, cipher: plainCipher }),
    WebSocket: globalThis.WebSocket,
    clock,
    timers,
    locks,
    log,
    sink: {
      receiveRequests: async (_keys, requests) => requests.map(({ id }) => id),
      beginOpening: () => async (pending) => ({ pending, opened: [], failed: [] }),
      async receiveEvents(_keys, pages) {
        const pending = pages.flatMap((page) => page.pending);
        for (const { payload } of pending) count(received, payload);
        return pending.map(({ id }) => id);
      },
      receiveContracts: async () => undefined,
      async receiveStored(_keys, events) {
        for (const { id } of events) count(stored, id);
      },
    },
  });
  return {
    keys,
    identity: { did: keys.did.did, signer: keys.signer, preKey: keys.preKey as TestIdentity['preKey'] },
    db,
    commands,
    outbox,
    sync,
    received,
    stored,
    endings,
    register: () => registerIdentity({ commands, directory, clock }, keys),
    async enqueue(rows) {
      const sealed = await Promise.all(rows.map((row) => outbox.sealRow(row)));
      await writeTransaction(db, ['outbox'], async (tx) => {
        await outbox.putRows(tx, sealed);
      });
      outbox.kick();
    },
  };
}

/** Stores a contract of the two at Bob's mediator, so that Alice may send there. */
export async function befriend(
  alice: ClientStack,
  bob: ClientStack,
  mediator: { url: string; did: string },
): Promise<void> {
  const contract = await agree(alice.identity, bob.identity);
  await ask(mediator, bob.identity, { type: 'SAVE_COMMUNICATION_CONTRACT', signed_contract: contract });
}

/** Rows that send `count` events to `bob`, in order; the id of a row is the id of its event. */
export function eventsTo(bob: ClientStack, count: number, prefix = 'e'): OutboxRow[] {
  const now = Date.now();
  return Array.from({ length: count }, (_, at) => ({
    id: `${prefix}${at}`,
    identityIndex: 0,
    mediatorDid: bob.keys.did.mediatorDid,
    recipientDid: bob.keys.did.did,
    channel: 'TWO_WAY_PRIVATE' as const,
    payload: { type: 'SEND_EVENT' as const, id: `${prefix}${at}`, payload: ciphertext() },
    group: 'send' as const,
    conversationId: 'bob',
    createdAt: now,
    notBefore: 0,
    attempts: 0,
  }));
}

/** The ciphertexts of rows made by `eventsTo`, in order. */
export function payloadsOf(rows: OutboxRow[]): string[] {
  return rows.map(({ payload }) => (payload as { payload: string }).payload);
}

/** Timers that run `factor` times as fast as they say. */
export function fastTimers(factor: number): Timers {
  return {
    setTimeout: (work, ms) => setTimeout(work, ms / factor),
    clearTimeout: (handle) => clearTimeout(handle as NodeJS.Timeout),
  };
}
