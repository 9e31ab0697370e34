/** A world for unit tests of the boundary: storage that survives, a clock that can be moved, a worker that can die. */
import 'fake-indexeddb/auto';
import type { PageReply } from '../../../lib/api/wire.ts';
import { createMemoryArea } from '../../../lib/platform/memory-area.ts';
import { openDatabase } from '../../../lib/store/database.ts';
import { createFakeApp, type FakeApp, fakeHandlers, pageAt } from './fake-app.ts';

export const OWN = {
  runtimeId: 'abcdefghijklmnopabcdefghijklmnop',
  origin: 'chrome-extension://abcdefghijklmnopabcdefghijklmnop',
};
export const POPUP = { id: OWN.runtimeId, origin: OWN.origin };

let counter = 0;

/** 32 hex digits, another each time. */
export function nextId(): string {
  counter += 1;
  return counter.toString(16).padStart(32, '0');
}

export interface World {
  /** The living worker's app; after `die` another one over the same storage. */
  app: FakeApp;
  now: number;
  shown: number;
  readonly session: ReturnType<typeof createMemoryArea>;
  die(): void;
  lock(state: 'locked' | 'unlocked' | 'empty'): Promise<void>;
  /** One message of a page; `id` and `page` are new unless given. */
  ask(
    origin: string,
    method: string,
    params?: unknown,
    options?: { id?: string; page?: string; tabId?: number; active?: boolean },
  ): Promise<PageReply>;
  popup(method: string, params?: unknown): Promise<unknown>;
  /** Asks under the same id until there is an answer. */
  answer(origin: string, id: string): Promise<PageReply>;
  /** Says yes or no to the oldest question. */
  decide(decision: 'approve' | 'reject', more?: Record<string, unknown>): Promise<unknown>;
}

/** Makes a world of its own. */
export async function createWorld(handlers = fakeHandlers()): Promise<World> {
  const db = await openDatabase(`boundary-${nextId()}`);
  const session = createMemoryArea();
  const make = () =>
    createFakeApp({
      db,
      session,
      own: OWN,
      handlers,
      clock: { now: () => world.now },
      opener: {
        open: async () => {
          world.shown += 1;
          return { windowId: 7, tabId: 8 };
        },
        focus: async () => true,
      },
    });
  let made: ReturnType<typeof createFakeApp>;
  const world: World = {
    get app() {
      return made.app;
    },
    now: 1_800_000_000_000,
    shown: 0,
    session,
    die() {
      made = make();
    },
    lock: (state) => session.set('fake.state', state),
    ask: (origin, method, params, { id = nextId(), page = 'f'.repeat(32), tabId = 1, active = false } = {}) =>
      made.router.routePage(made.app, pageAt(OWN, origin, tabId), {
        channel: 'page',
        id,
        page,
        method,
        active,
        ...(params === undefined
          ? {}
          : { params: typeof params === 'string' ? params : JSON.stringify(params) }),
      }),
    popup: async (method, params) => {
      const reply = await made.routePopup(made.app, POPUP, { channel: 'popup', method, params });
      if ('error' in reply) throw Object.assign(new Error(reply.error.message), reply.error);
      return reply.result;
    },
    answer: (origin, id) => world.ask(origin, 'decentrl_identities', undefined, { id }),
    async decide(decision, more = {}) {
      const [view] = (await world.popup('approvals_list')) as { approvalId: string; digest: string }[];
      if (view === undefined) throw new Error('nothing to decide');
      const { approvalId, digest } = view;
      const identityIndexes = decision === 'approve' ? [0] : [];
      return world.popup('approvals_decide', { approvalId, digest, decision, identityIndexes, ...more });
    },
  };
  made = make();
  return world;
}
