/** An app with the real boundary and everything behind it faked: what a handler did is a list of words. */

import * as v from 'valibot';
import { type PopupChange, type PopupRpc, popupFacts } from '../../../lib/api/popup/popup-rpc.ts';
import type { BoundaryApp } from '../../../lib/boundary/app/boundary-app.ts';
import type { SurfaceOpener } from '../../../lib/boundary/approvals/approval-window.ts';
import { askPerson, type PageHandlers } from '../../../lib/boundary/call/page-handler.ts';
import type { MessageSender, OwnExtension } from '../../../lib/boundary/call/sender.ts';
import type { Boundary } from '../../../lib/boundary/create-boundary.ts';
import { createBoundary } from '../../../lib/boundary/create-boundary.ts';
import { pageMethods } from '../../../lib/boundary/handlers/methods.ts';
import { getCapabilities } from '../../../lib/boundary/handlers/page/get-capabilities.ts';
import { getPermissions } from '../../../lib/boundary/handlers/page/get-permissions.ts';
import { identities } from '../../../lib/boundary/handlers/page/identities.ts';
import { openInbox } from '../../../lib/boundary/handlers/page/open-inbox.ts';
import { requestIdentities } from '../../../lib/boundary/handlers/page/request-identities.ts';
import { requestPermissions } from '../../../lib/boundary/handlers/page/request-permissions.ts';
import { revokePermissions } from '../../../lib/boundary/handlers/page/revoke-permissions.ts';
import { approvalsMethods } from '../../../lib/boundary/handlers/popup/approvals.ts';
import { sitesMethods } from '../../../lib/boundary/handlers/popup/sites.ts';
import type { PopupArea } from '../../../lib/boundary/handlers/popup-method.ts';
import { createPopupRouter, type RoutePopup } from '../../../lib/boundary/popup-router.ts';
import { createRouter, type Router } from '../../../lib/boundary/router.ts';
import { LockedError } from '../../../lib/errors/errors.ts';
import type { Clock } from '../../../lib/platform/clock.ts';
import type { SessionArea } from '../../../lib/platform/session-area.ts';
import type { Database } from '../../../lib/store/database.ts';

export interface FakeApp extends BoundaryApp {
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

/** Handlers: the boundary's own for real, a recording stand-in for every other method. */
export function fakeHandlers(): {
  pageHandlers: PageHandlers<FakeApp>;
  popupMethods: PopupArea<PopupRpc, FakeApp>;
} {
  const real = {
    decentrl_getCapabilities: getCapabilities,
    decentrl_identities: identities,
    decentrl_requestIdentities: requestIdentities,
    wallet_getPermissions: getPermissions,
    wallet_requestPermissions: requestPermissions,
    wallet_revokePermissions: revokePermissions,
    decentrl_openInbox: openInbox,
  };
  const page: Record<string, unknown> = {};
  for (const [method, { needs }] of Object.entries(pageMethods)) {
    page[method] = {
      async handle(app: FakeApp, _call: unknown, params: unknown) {
        app.did.push(method);
        if (needs.approval === undefined) return { handled: method };
        return askPerson({
          kind: needs.approval,
          view: {},
          payload: JSON.parse(JSON.stringify(params ?? null)),
          identityIndexes: [0],
          durations: [],
        });
      },
      async perform(app: FakeApp) {
        if ((await app.keyring.state()) !== 'unlocked') throw new LockedError();
        app.did.push(`${method} perform`);
        return { performed: method };
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
  const pages: Record<string, unknown> = { ...page, ...real };
  const popups: Record<string, unknown> = { ...popup, ...approvalsMethods, ...sitesMethods };
  return {
    pageHandlers: pages as PageHandlers<FakeApp>,
    popupMethods: popups as PopupArea<PopupRpc, FakeApp>,
  };
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
  const { pageHandlers, popupMethods } = handlers;
  const router = createRouter<FakeApp>({ own, pageHandlers });
  const routePopup = createPopupRouter<FakeApp>({ own, methods: popupMethods });
  const did: string[] = [];
  const changed: PopupChange['topics'] = [];
  const boundary: Boundary = createBoundary<FakeApp>({ db, session, clock, opener, router, app: () => app });
  const app: FakeApp = {
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
