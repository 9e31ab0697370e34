import { defineBackground } from 'wxt/utils/define-background';
import { createApp } from '../lib/app.ts';
import { answerWithoutStorage } from '../lib/boundary/answer-without-storage.ts';
import type { App } from '../lib/boundary/app/app.ts';
import type { PagePort } from '../lib/boundary/call/page-channel.ts';
import { acceptPagePort } from '../lib/boundary/call/page-port.ts';
import { assertOwnPage, type MessageSender, type OwnExtension } from '../lib/boundary/call/sender.ts';
import { pageMethods } from '../lib/boundary/handlers/page-methods.ts';
import { popupMethods } from '../lib/boundary/handlers/popup-methods.ts';
import { createPopupRouter } from '../lib/boundary/popup-router.ts';
import { createRouter } from '../lib/boundary/router.ts';
import { ensureAlarm, setAlarm } from '../lib/platform/alarms.ts';
import { setBadge } from '../lib/platform/badge.ts';
import { browser } from '../lib/platform/browser.ts';
import { systemClock } from '../lib/platform/clock.ts';
import { type EarlyPort, earlyPort } from '../lib/platform/early-port.ts';
import { hasHostAccess } from '../lib/platform/host-access.ts';
import { onSystemLock } from '../lib/platform/idle.ts';
import { createLocalArea } from '../lib/platform/local-area.ts';
import { createLocks } from '../lib/platform/locks.ts';
import { onNoticeClicked, showNotice } from '../lib/platform/notifications.ts';
import { openPopup } from '../lib/platform/open-popup.ts';
import { createPackagedFile } from '../lib/platform/packaged-file.ts';
import { createSessionArea } from '../lib/platform/session-area.ts';
import { installStripOriginRule } from '../lib/platform/strip-origin-rule.ts';
import { systemTimers } from '../lib/platform/timers.ts';
import { focusApproval, openApproval } from '../lib/platform/windows.ts';
import { createStoragePlace, type StorageBuckets } from '../lib/store/storage-place.ts';

const SYNC_ALARM = 'sync';
const LOCK_ALARM = 'lock';
const OUTBOX_ALARM = 'outbox';

/**
 * The background: listeners first and synchronously, so that no event that woke the worker is lost (security.md L-11);
 * everything they need is made once a wake and waited for.
 */
export default defineBackground(() => {
  const own = { runtimeId: browser.runtime.id, origin: new URL(browser.runtime.getURL('')).origin };
  const popups = new Set<EarlyPort>();
  const report = (method: string, error: unknown) =>
    void withApp((app) => app.log.error('a handler failed', { method, error }));
  const router = createRouter<App>({ own, pageMethods, report });
  const routePopup = createPopupRouter<App>({ own, methods: popupMethods, report });
  const session = createSessionArea(browser.storage.session);
  const local = createLocalArea(browser.storage.local);
  const locks = createLocks();
  const place = createStoragePlace({
    local,
    buckets: (navigator as { storageBuckets?: StorageBuckets }).storageBuckets,
  });
  // Firefox: without the rule every request would carry the installation's id.
  const ruled = installStripOriginRule(browser.declarativeNetRequest, new URL(own.origin).host).catch(
    () => undefined,
  );
  let made: Promise<App> | null = null;

  async function makeApp(): Promise<App> {
    const [db] = await Promise.all([place.open(), ruled]);
    const app = createApp({
      db,
      session,
      local,
      clock: systemClock,
      timers: systemTimers,
      locks,
      packagedFile: createPackagedFile((path) => browser.runtime.getURL(path)),
      fetch: (url, init) => fetch(url, init),
      WebSocket,
      router,
      surface: {
        open: () => openApproval(browser, browser.runtime.getURL('/popup.html?surface=window#/approval')),
        focus: (surface) => focusApproval(browser, surface),
      },
      openPopup: (route) => openPopup(browser, route),
      hostAccess: () => hasHostAccess(browser.permissions),
      setBadge: (state) =>
        setBadge(browser.action, state, {
          locked: browser.i18n.getMessage('extensionName'),
          unlocked: browser.i18n.getMessage('extensionName'),
        }),
      async showNews({ kind, count, route }) {
        // Who looks at the popup sees it there.
        if (popups.size > 0) return;
        await showNotice(
          { permissions: browser.permissions, notifications: () => browser.notifications },
          {
            id: route,
            title: browser.i18n.getMessage('extensionName'),
            message: browser.i18n.getMessage(kind === 'messages' ? 'noticeMessages' : 'noticeRequests', [
              String(count),
            ]),
            iconUrl: browser.runtime.getURL('/icon/128.png'),
          },
        );
      },
      async setAlarms({ lockAt, outboxAt }) {
        await setAlarm(browser.alarms, LOCK_ALARM, lockAt);
        await setAlarm(browser.alarms, OUTBOX_ALARM, outboxAt);
      },
      keepAlive: () => void browser.runtime.getPlatformInfo(),
      onErased() {
        made = null;
        void withApp(async (fresh) => {
          await place.remember();
          fresh.changes.popup('state');
        });
      },
    });
    app.changes.onPopup((change) => {
      for (const port of popups) port.postMessage(change);
    });
    return app;
  }

  function theApp(): Promise<App> {
    const making = made ?? makeApp();
    made = making;
    making.catch(() => {
      if (made === making) made = null;
    });
    return making;
  }

  async function withApp(work: (app: App) => unknown): Promise<void> {
    try {
      await work(await theApp());
    } catch {
      // The next event tries again; what went wrong inside is in the app's log.
    }
  }

  browser.runtime.onMessage.addListener((message: unknown, sender: MessageSender) => {
    const channel = (message as { channel?: unknown } | null)?.channel;
    if (channel === 'page') return theApp().then((app) => router.routePage(app, sender, message));
    if (channel === 'popup') {
      return theApp().then(
        (app) => routePopup(app, sender, message),
        (error: unknown) => answerWithoutStorage({ place, own }, sender, message, error),
      );
    }
    return undefined;
  });
  browser.runtime.onConnect.addListener((connected) => {
    const port = earlyPort(connected);
    const sender = port.sender as MessageSender | undefined;
    if (port.name === 'popup') {
      if (!isOwnPage(sender, own)) return port.disconnect();
      popups.add(port);
      port.onDisconnect.addListener(() => popups.delete(port));
      return undefined;
    }
    void withApp((app) => acceptPagePort(app, own, port as PagePort & EarlyPort & { sender: MessageSender }));
    return undefined;
  });
  browser.alarms.onAlarm.addListener(() => void withApp((app) => app.wake()));
  browser.runtime.onStartup.addListener(() => void withApp((app) => app.wake()));
  browser.runtime.onInstalled.addListener(() => void withApp((app) => app.wake()));
  browser.runtime.onUpdateAvailable.addListener(() => {
    // Rows in the outbox are durable: what is under way is repeated by the new version.
    void withApp((app) => app.stop()).then(() => browser.runtime.reload());
  });
  browser.windows.onRemoved.addListener((windowId) => void withApp((app) => closed(app, { windowId })));
  browser.tabs.onRemoved.addListener((tabId) => void withApp((app) => closed(app, { tabId })));
  const openNews = (route: string) => void openPopup(browser, route);
  onNoticeClicked(browser.notifications, openNews);
  browser.permissions.onAdded.addListener(() => {
    onNoticeClicked(browser.notifications, openNews);
    void withApp((app) => app.changes.popup('state'));
  });
  browser.permissions.onRemoved.addListener(() => void withApp((app) => app.changes.popup('state')));
  onSystemLock(browser.idle, () => void withApp((app) => app.keyring.lock('system')));

  void ensureAlarm(browser.alarms, SYNC_ALARM, { periodInMinutes: 1 });
  void withApp((app) => app.wake());
});

function isOwnPage(sender: MessageSender | undefined, own: OwnExtension): boolean {
  try {
    assertOwnPage(sender ?? {}, own);
    return true;
  } catch {
    return false;
  }
}

async function closed(app: App, gone: { windowId: number } | { tabId: number }): Promise<void> {
  const dismiss = app.approvals.dismissal();
  if (await app.approvalWindow.closed(gone)) await dismiss();
}
