import type { Clock } from '../platform/clock.ts';
import type { SessionArea } from '../platform/session-area.ts';
import type { Database } from '../store/database.ts';
import type { BoundaryApp } from './app/boundary-app.ts';
import { createApprovalStore } from './approvals/approval-store.ts';
import { createApprovalWindow, type SurfaceOpener } from './approvals/approval-window.ts';
import { createApprovals } from './approvals/approvals.ts';
import { createPageChannel } from './call/page-channel.ts';
import { createGrants } from './permissions/grants.ts';
import { createRateLimits } from './permissions/rate-limits.ts';
import { createSiteStore } from './permissions/site-store.ts';
import type { Router } from './router.ts';

/** The parts of the app that stand between pages and everything else. */
export type Boundary = Pick<BoundaryApp, 'grants' | 'rateLimits' | 'approvals' | 'approvalWindow' | 'pages'>;

/** Makes them; `app` is asked for when a request is carried out, so the app may be made of these parts. */
export function createBoundary<App extends BoundaryApp>({
  db,
  session,
  clock,
  opener,
  router,
  app,
}: {
  db: Database;
  session: SessionArea;
  clock: Clock;
  opener: SurfaceOpener;
  router: Router<App>;
  app: () => App;
}): Boundary {
  const grants = createGrants({ store: createSiteStore({ db, session }), clock });
  const rateLimits = createRateLimits({ session, clock });
  const pages = createPageChannel();
  const approvalWindow = createApprovalWindow({ session, opener });
  const approvals = createApprovals({
    store: createApprovalStore(session),
    clock,
    show: (first) => approvalWindow.show(first),
    unlocked: async () => (await app().keyring.state()) === 'unlocked',
    identityIndexes: async () => (await app().keyring.profiles()).map(({ index }) => index),
    describe: (approval) => router.describe(app(), approval),
    perform: (approval, choice) => router.perform(app(), approval, choice),
    settled: (origin, caller, answer) => pages.answer(origin, caller, answer),
    changed: () => app().changes.popup('approvals', 'state'),
    rejected: (origin) => rateLimits.rejected(origin),
    approved: (origin) => rateLimits.approved(origin),
  });
  return { grants, rateLimits, approvals, approvalWindow, pages };
}
