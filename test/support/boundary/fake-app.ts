/** An app with the real boundary and everything behind it faked: what a handler did is a list of words. */

import * as v from 'valibot';
import { type PageMethodName, pageFacts } from '../../../lib/api/page.ts';
import { type PopupChange, type PopupRpc, popupFacts } from '../../../lib/api/popup/popup-rpc.ts';
import type { SurfaceOpener } from '../../../lib/boundary/approvals/approval-window.ts';
import { askPerson } from '../../../lib/boundary/call/ask-person.ts';
import type { MessageSender, OwnExtension } from '../../../lib/boundary/call/sender.ts';
import type { Boundary } from '../../../lib/boundary/create-boundary.ts';
import { createBoundary } from '../../../lib/boundary/create-boundary.ts';
import type { PageMethod, PageMethods } from '../../../lib/boundary/handlers/method/page-method.ts';
import type { PopupArea } from '../../../lib/boundary/handlers/method/popup-method.ts';
import { pageMethods as realMethods } from '../../../lib/boundary/handlers/page-methods.ts';
import { approvalsMethods } from '../../../lib/boundary/handlers/popup/approvals.ts';
import { sitesMethods } from '../../../lib/boundary/handlers/popup/sites.ts';
import { createPopupRouter, type RoutePopup } from '../../../lib/boundary/popup-router.ts';
import { createRouter, type Router, type RouterApp } from '../../../lib/boundary/router.ts';
import { nothing } from '../../../lib/boundary/sites/scope.ts';
import { LockedError } from '../../../lib/errors/errors.ts';
import type { Clock } from '../../../lib/platform/clock.ts';
import type { SessionArea } from '../../../lib/platform/session-area.ts';
import type { Database } from '../../../lib/store/database.ts';

export interface FakeApp extends RouterApp {
  /** What handlers did, `method` or `method perform`. */
  readonly did: string[];
  readonly changed: PopupChange['topics'];
}

export const ALICE = 'did:decentrl:QWxpY2U:z6MkAlice:z6LSAlice:bWVkaWF0b3I';
export const WORK = 'did:decentrl:V29yaw:z6MkWork:z6LSWork:bWVkaWF0b3I';
const profiles = [
  { index: 0, did: ALICE, alias: 'Alice' },
  { index: 1, did: WORK, alias: 'Work' },
];

/** Methods about permissions and the window, which need nothing that is faked. */
const REAL: readonly string[] = [
  'decentrl_getCapabilities',
  'decentrl_identities',
  'decentrl_requestIdentities',
  'wallet_getPermissions',
  'wallet_requestPermissions',
  'wallet_revokePermissions',
  'decentrl_openInbox',
] satisfies PageMethodName[];

/** Handlers: the boundary's own for real, a recording stand-in that touches nothing for every other method. */
export function fakeHandlers(): {
  pageMethods: { -readonly [M in PageMethodName]: PageMethod<M> };
  popupMethods: PopupArea<PopupRpc, FakeApp>;
} {
  const pages: Record<string, unknown> = { ...realMethods };
  for (const [name, { asks }] of Object.entries(pageFacts)) {
    if (REAL.includes(name)) continue;
    const { params } = realMethods[name as PageMethodName];
    pages[name] = {
      params,
      scope: nothing,
      async handle(app: FakeApp, _call: unknown, p: unknown) {
        app.did.push(name);
        if (asks === null) return { handled: name };
        return askPerson({
          kind: asks,
          view: {},
          payload: JSON.parse(JSON.stringify(p ?? null)),
          identityIndexes: [0],
          durations: [],
        });
      },
      async perform(app: FakeApp) {
        if ((await app.keyring.state()) !== 'unlocked') throw new LockedError();
        app.did.push(`${name} perform`);
        return { performed: name };
      },
    };
  }
  const popup: Record<string, unknown> = {};
  for (const method of Object.keys(popupFacts)) {
    popup[method] = {
      params: v.unknown(),
      async handle(app: FakeApp) {
        app.did.push(method);
        return null;
      },
    };
  }
  const popups: Record<string, unknown> = { ...popup, ...approvalsMethods, ...sitesMethods };
  return { pageMethods: pages as PageMethods, popupMethods: popups as PopupArea<PopupRpc, FakeApp> };
}

/** Makes the app over storage that outlives it: make a second one over the same and the worker has died. */
export function createFakeApp({
  db,
  session,
  clock,
  own,
  opener,
  handlers = fakeHandlers(),
}: {
  db: Database;
  session: SessionArea;
  clock: Clock;
  own: OwnExtension;
  opener: SurfaceOpener;
  handlers?: ReturnType<typeof fakeHandlers>;
}): { app: FakeApp; router: Router<FakeApp>; routePopup: RoutePopup<FakeApp> } {
  const { pageMethods, popupMethods } = handlers;
  const router = createRouter<FakeApp>({ own, pageMethods });
  const routePopup = createPopupRouter<FakeApp>({ own, methods: popupMethods });
  const did: string[] = [];
  const changed: PopupChange['topics'] = [];
  // Only handlers that are faked, and scopes that they do not have, would reach for these.
  const unreached: Record<string, unknown> = {};
  const boundary: Boundary = createBoundary<FakeApp>({ db, session, clock, opener, router, app: () => app });
  const app: FakeApp = {
    ...(unreached as Pick<FakeApp, 'tables' | 'history' | 'subscriptions'>),
    ...boundary,
    clock,
    did,
    changed,
    keyring: {
      state: async () => (await session.get<'empty' | 'locked' | 'unlocked'>('fake.state')) ?? 'unlocked',
      profiles: async () => ((await session.get('fake.state')) === 'empty' ? [] : profiles),
      touch: () => undefined,
    },
    identityViews: async () =>
      profiles.map(({ index, did: identity, alias }) => ({
        index,
        did: identity,
        alias,
        fingerprint: '9f2c-41ab',
        mediatorDid: 'did:web:localhost',
        mediatorName: 'localhost',
        registered: true,
        lastSyncAt: null,
        syncProblem: null,
        active: index === 0,
      })),
    openPopup: async (route) => {
      did.push(`openPopup ${route}`);
    },
    changes: { popup: (...topics) => changed.push(...topics) },
  };
  return { app, router, routePopup };
}

/** The sender a browser stamps for a relay in the top frame of `origin`. */
export function pageAt(own: OwnExtension, origin: string, tabId = 1): MessageSender {
  return { id: own.runtimeId, origin, frameId: 0, tab: { id: tabId } };
}
