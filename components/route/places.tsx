import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { Route, Switch } from 'wouter-preact';
import { useCompanion } from '../companion/companion-context.ts';
import { Inbox } from '../inbox/inbox.tsx';
import type { InboxTab } from '../inbox/tabs.tsx';
import { Empty } from '../ui/empty.tsx';
import { lazyScreen } from './lazy-screen.tsx';
import { isApproval, needsWalk, parameter, ROUTES } from './routes.ts';
import { hasWalked, useRoute } from './use-route.ts';
import { useWide } from './use-wide.ts';

const Conversation = lazyScreen(async () => (await import('../conversation/conversation.tsx')).Conversation);
const NewMessage = lazyScreen(async () => (await import('../new-message/new-message.tsx')).NewMessage);
const Request = lazyScreen(async () => (await import('../request/request.tsx')).Request);
const Approval = lazyScreen(async () => (await import('../approval/approval.tsx')).Approval);
const NextApproval = lazyScreen(async () => (await import('../approval/next-approval.tsx')).NextApproval);
const Contact = lazyScreen(async () => (await import('../contact/contact.tsx')).Contact);
const Anchors = lazyScreen(async () => (await import('../anchors/anchors.tsx')).Anchors);
const Me = lazyScreen(async () => (await import('../me/me.tsx')).Me);
const SettingsPlaces = lazyScreen(
  async () => (await import('../settings/settings-places.tsx')).SettingsPlaces,
);

function tabOf(route: string): InboxTab {
  if (route === ROUTES.requests || route.startsWith('/request/')) return 'requests';
  return route === ROUTES.approvals ? 'approvals' : 'inbox';
}

function isList(route: string): boolean {
  return route === ROUTES.inbox || route === ROUTES.requests || route === ROUTES.approvals;
}

/** The screen of the present route; from 720 px on, the inbox stays beside it. */
export function Places(): JSX.Element {
  const { t, surface } = useCompanion();
  const { route, go } = useRoute();
  const wide = useWide() && surface.kind !== 'popup' && !isApproval(route);
  const refused = needsWalk(route) && !hasWalked();
  useEffect(() => {
    if (refused) go(ROUTES.settings, true);
  }, [refused, go]);
  const place = (
    <Switch location={refused ? ROUTES.settings : route}>
      <Route path={ROUTES.conversation}>
        {({ id }) => <Conversation key={id} conversationId={parameter(id)} />}
      </Route>
      <Route path={ROUTES.newMessage}>
        <NewMessage />
      </Route>
      <Route path={ROUTES.request}>{({ id }) => <Request key={id} requestId={parameter(id)} />}</Route>
      <Route path={ROUTES.nextApproval}>
        <NextApproval />
      </Route>
      <Route path={ROUTES.approval}>{({ id }) => <Approval key={id} approvalId={parameter(id)} />}</Route>
      <Route path={ROUTES.contact}>{({ key }) => <Contact key={key} signingKey={parameter(key)} />}</Route>
      <Route path={ROUTES.anchors}>{({ id }) => <Anchors key={id} messageId={parameter(id)} />}</Route>
      <Route path={ROUTES.me}>
        <Me />
      </Route>
      <Route path="/settings/*?">
        <SettingsPlaces route={refused ? ROUTES.settings : route} />
      </Route>
      <Route>
        <Inbox key="inbox" tab={tabOf(route)} />
      </Route>
    </Switch>
  );
  if (!wide) return place;
  return (
    <div class="panes">
      <Inbox key="inbox" tab={tabOf(route)} aside />
      {isList(route) ? (
        <main class="screen pane-empty">
          <Empty icon="message" title={t('chooseConversation')}>
            {t('chooseConversationThen')}
          </Empty>
        </main>
      ) : (
        place
      )}
    </div>
  );
}
