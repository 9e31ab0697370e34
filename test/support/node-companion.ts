import 'fake-indexeddb/auto';
import WebSocket from 'ws';
import { type App, type AppDeps, createApp } from '../../lib/app.ts';
import type { Kdf } from '../../lib/keys/kdf-params.ts';
import { systemTimers } from '../../lib/mediator/timers.ts';
import { createMemoryLocks } from '../../lib/platform/locks.ts';
import { createMemoryArea } from '../../lib/platform/memory-area.ts';
import { openDatabase } from '../../lib/store/database.ts';

/** A clock a test can move; it runs on from there. */
export interface MovableClock {
  now(): number;
  move(ms: number): void;
}

/** A companion in Node: real domain, real crypto, storages in memory; its worker can be killed and started again. */
export interface NodeCompanion {
  /** Changes with every restart. */
  readonly app: App;
  readonly clock: MovableClock;
  /** Every request that left, for canaries and counting. */
  readonly requests: { url: string; body: string }[];
  readonly session: ReturnType<typeof createMemoryArea>;
  readonly local: ReturnType<typeof createMemoryArea>;
  /** Ends the worker and makes a new app over the same storages, as the browser does. */
  restart(): Promise<App>;
  /** Makes the vault and registers. */
  begin(alias: string, mediatorDid: string): Promise<string>;
  /** One whole pass: reads the mediator, sends what waits. */
  sync(): Promise<void>;
  stop(): Promise<void>;
}

export interface NodeCompanionOptions {
  /** In place of the real ones, to break them. */
  fetch?: AppDeps['fetch'];
  /** No sockets: what arrives is read by `sync()` only. */
  offline?: boolean;
}

let count = 0;

/** Not slow at all: the password is no subject of these tests. */
const quickKdf: Kdf = async (password, salt) => {
  const material = new TextEncoder().encode(password);
  const joined = new Uint8Array([...salt, ...material]);
  return new Uint8Array(await crypto.subtle.digest('SHA-256', joined));
};

/** A socket that never opens. */
class DeadSocket extends EventTarget {
  readyState = 3;
  close(): void {}
  send(): void {}
}

export const PASSWORD = 'a long and quiet evening';

/** Makes a companion with an empty profile. */
export async function nodeCompanion(options: NodeCompanionOptions = {}): Promise<NodeCompanion> {
  const name = `companion-${process.pid}-${count++}`;
  const session = createMemoryArea();
  const local = createMemoryArea();
  const requests: NodeCompanion['requests'] = [];
  let shift = 0;
  const clock: MovableClock = {
    now: () => Date.now() + shift,
    move: (ms) => {
      shift += ms;
    },
  };
  const send = options.fetch ?? ((url, init) => fetch(url, init));
  const make = async () => {
    const db = await openDatabase(name);
    return createApp({
      db,
      session,
      local,
      clock,
      timers: systemTimers,
      locks: createMemoryLocks(),
      fetch: (url, init) => {
        requests.push({ url, body: typeof init.body === 'string' ? init.body : '' });
        return send(url, init);
      },
      WebSocket: (options.offline === false ? WebSocket : DeadSocket) as unknown as AppDeps['WebSocket'],
      router: {
        describe: () => Promise.reject(new Error('no pages here')),
        perform: () => Promise.reject(new Error('no pages here')),
      },
      surface: { open: async () => ({ windowId: null, tabId: null }), focus: async () => false },
      openPopup: async () => undefined,
      hostAccess: async () => true,
      setBadge: async () => undefined,
      setAlarms: async () => undefined,
      kdf: quickKdf,
    });
  };
  let app = await make();

  const companion: NodeCompanion = {
    get app() {
      return app;
    },
    clock,
    requests,
    session,
    local,
    async restart() {
      app.stop();
      app.db.close();
      app = await make();
      return app;
    },
    async begin(alias, mediatorDid) {
      const { did, index } = await app.keyring.create({ alias, mediatorDid, password: PASSWORD });
      await app.registrations.ensure(index);
      return did;
    },
    async sync() {
      const { index } = (await app.keyring.profiles())[0] ?? { index: 0 };
      await app.sync.syncIdentity(index, { contracts: true });
      await app.outbox.flush();
    },
    async stop() {
      app.stop();
      app.db.close();
    },
  };
  return companion;
}
