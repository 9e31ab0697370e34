import 'fake-indexeddb/auto';
import WebSocket from 'ws';
import type { PopupRpc } from '../../lib/api/popup/popup-rpc.ts';
import type { PageReply } from '../../lib/api/wire.ts';
import { type AppDeps, createApp } from '../../lib/app.ts';
import type { App } from '../../lib/boundary/app/app.ts';
import { pageMethods } from '../../lib/boundary/handlers/page-methods.ts';
import { popupMethods } from '../../lib/boundary/handlers/popup-methods.ts';
import { createPopupRouter } from '../../lib/boundary/popup-router.ts';
import { createRouter } from '../../lib/boundary/router.ts';
import { hex, randomBytes } from '../../lib/crypto/bytes.ts';
import { RemoteError } from '../../lib/errors/errors.ts';
import type { Kdf } from '../../lib/keys/kdf-params.ts';
import { createMemoryLocks } from '../../lib/platform/locks.ts';
import { createMemoryArea } from '../../lib/platform/memory-area.ts';
import { systemTimers } from '../../lib/platform/timers.ts';
import { type Database, openDatabase } from '../../lib/store/database.ts';
import { packagedFile } from './packaged-file.ts';
import { waitUntil } from './wait-until.ts';
import { watchedLocks } from './watched-locks.ts';

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
  /** Errors of handlers that are not of the tree. */
  readonly errors: { method: string; error: unknown }[];
  readonly session: ReturnType<typeof createMemoryArea>;
  readonly local: ReturnType<typeof createMemoryArea>;
  /** Ends the worker and makes a new app over the same storages, as the browser does. */
  restart(): Promise<App>;
  /** Makes the vault and registers. */
  begin(alias: string, mediatorDid: string): Promise<string>;
  /** Calls a private method the way the popup does; throws what it answers. */
  popup<M extends keyof PopupRpc>(method: M, params: PopupRpc[M]['params']): Promise<PopupRpc[M]['result']>;
  /** The same for a page's: the raw reply. */
  page(origin: string, method: string, params?: unknown, id?: string): Promise<PageReply>;
  /** Waits until nothing is left in the outbox, also what was put off after a failure. */
  drain(): Promise<void>;
  /** One whole pass: reads the mediator, sends what waits. */
  sync(): Promise<void>;
  stop(): Promise<void>;
}

export interface NodeCompanionOptions {
  /** In place of the real ones, to break them. */
  fetch?: AppDeps['fetch'];
  /** False for real sockets; by default what arrives is read by `sync()` only. */
  offline?: boolean;
  /** Called before and after every step that leaves the worker (request, transaction); throws to kill it there. */
  step?: (what: string) => void;
}

let count = 0;

/** Not slow at all: the password is no subject of these tests. */
const quickKdf: Kdf = async (password, salt) => {
  const material = new TextEncoder().encode(password);
  const joined = new Uint8Array([...salt, ...material]);
  return new Uint8Array(await crypto.subtle.digest('SHA-256', joined));
};

/** No change takes as long, on a busy machine either. */
const PATIENCE_MS = 10_000;

/** Fails the run as an uncaught error, also where the code under test catches what its promise rejects with. */
function surface(error: Error): void {
  setImmediate(() => {
    throw error;
  });
}

/** A socket that never opens. */
class DeadSocket extends EventTarget {
  readyState = 3;
  close(): void {}
  send(): void {}
}

/** The one visit to a page that these tests make. */
export const PAGE_ID = '00'.repeat(16);

export const PASSWORD = 'a long and quiet evening';

/** The database with a step before every read and transaction, and after every commit. */
function breakable(db: Database, step: (what: string) => void): Database {
  const stepping = new Set(['transaction', 'get', 'getAll', 'getKey', 'getAllKeys', 'count', 'put']);
  return new Proxy(db, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      return (...given: unknown[]) => {
        if (stepping.has(String(name))) step(`before ${String(name)}`);
        const result: unknown = value.apply(target, given);
        return name === 'transaction' && given[1] === 'readwrite'
          ? committing(result as object, step)
          : result;
      };
    },
  });
}

function committing(tx: object, step: (what: string) => void): object {
  let done: Promise<unknown> | undefined;
  return new Proxy(tx, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (name === 'done') {
        done ??= (value as Promise<unknown>).then(() => step('after a commit'));
        return done;
      }
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

/** What a message from our own popup looks like. */
const OWN = { runtimeId: 'node-companion', origin: 'chrome-extension://node-companion' };
export const POPUP_SENDER = { id: OWN.runtimeId, origin: OWN.origin };

/** Makes a companion with an empty profile. */
export async function nodeCompanion(options: NodeCompanionOptions = {}): Promise<NodeCompanion> {
  const name = `companion-${process.pid}-${count++}`;
  const session = createMemoryArea();
  const local = createMemoryArea();
  const requests: NodeCompanion['requests'] = [];
  const errors: NodeCompanion['errors'] = [];
  let shift = 0;
  const clock: MovableClock = {
    now: () => Date.now() + shift,
    move: (ms) => {
      shift += ms;
    },
  };
  const send = options.fetch ?? ((url, init) => fetch(url, init));
  const report = (method: string, error: unknown) => void errors.push({ method, error });
  const router = createRouter<App>({ own: OWN, pageMethods, report });
  const routePopup = createPopupRouter<App>({ own: OWN, methods: popupMethods, report });
  let db: Database;
  const make = async () => {
    db = breakable(await openDatabase(name), (what) => options.step?.(what));
    return createApp({
      db,
      session,
      local,
      clock,
      timers: systemTimers,
      locks: watchedLocks(createMemoryLocks(), { name: 'decentrl-domain', ms: PATIENCE_MS, failed: surface }),
      packagedFile,
      async fetch(url, init) {
        options.step?.('before a request');
        requests.push({ url, body: typeof init.body === 'string' ? init.body : '' });
        const response = await send(url, init);
        options.step?.('after a request');
        return response;
      },
      WebSocket: (options.offline === false ? WebSocket : DeadSocket) as unknown as AppDeps['WebSocket'],
      router,
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
    errors,
    session,
    local,
    async restart() {
      app.stop();
      db.close();
      app = await make();
      return app;
    },
    async begin(alias, mediatorDid) {
      const { did, index } = await app.keyring.create({ alias, mediatorDid, password: PASSWORD });
      await app.registrations.ensure(index);
      return did;
    },
    async popup(method, params) {
      const reply = await routePopup(app, POPUP_SENDER, { channel: 'popup', method, params });
      if ('error' in reply) throw new RemoteError(reply.error);
      return reply.result as never;
    },
    page: (origin, method, params, id = hex(randomBytes(16))) =>
      router.routePage(
        app,
        { id: OWN.runtimeId, origin, frameId: 0, tab: { id: 1 } },
        { channel: 'page', id, page: PAGE_ID, method, params: JSON.stringify(params), active: true },
      ),
    async sync() {
      const { index } = (await app.keyring.profiles())[0] ?? { index: 0 };
      await app.sync.syncIdentity(index, { contracts: true });
      await app.outbox.flush();
    },
    drain: () =>
      waitUntil('the outbox to be empty', async () => {
        await app.outbox.flush();
        return (await app.outbox.count()) === 0;
      }).then(() => undefined),
    async stop() {
      app.stop();
      db.close();
    },
  };
  return companion;
}
