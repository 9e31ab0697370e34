/** The boundary in a real background, with the recording stand-ins of `fake-app.ts` behind it. */
import type { Runtime } from 'webextension-polyfill';
import { defineBackground } from 'wxt/utils/define-background';
import { browser } from '../../../../lib/platform/browser.ts';
import { systemClock } from '../../../../lib/platform/clock.ts';
import { createSessionArea } from '../../../../lib/platform/session-area.ts';
import { focusApproval, openApproval } from '../../../../lib/platform/windows.ts';
import type { PagePort } from '../../../../lib/rpc/page-channel.ts';
import { acceptPagePort } from '../../../../lib/rpc/page-port.ts';
import type { MessageSender } from '../../../../lib/rpc/sender.ts';
import { openDatabase } from '../../../../lib/store/database.ts';
import { createFakeApp } from '../fake-app.ts';

export default defineBackground(() => {
  const own = { runtimeId: browser.runtime.id, origin: new URL(browser.runtime.getURL('')).origin };
  const made = openDatabase().then((db) =>
    createFakeApp({
      db,
      session: createSessionArea(browser.storage.session),
      clock: systemClock,
      own,
      opener: {
        open: () => openApproval(browser, browser.runtime.getURL('/popup.html')),
        focus: (surface) => focusApproval(browser, surface),
      },
    }),
  );
  browser.runtime.onMessage.addListener(async (message: unknown, sender: Runtime.MessageSender) => {
    const { app, router } = await made;
    const from = sender as MessageSender;
    const { channel } = message as { channel?: unknown };
    return channel === 'popup' ? router.routePopup(app, from, message) : router.routePage(app, from, message);
  });
  browser.runtime.onConnect.addListener((port) => {
    // What the relay says first must not be lost while the app is made.
    const early: unknown[] = [];
    const listeners: ((message: unknown) => void)[] = [];
    port.onMessage.addListener((message: unknown) => {
      early.push(message);
      for (const listener of listeners) listener(message);
    });
    const page: PagePort & { name: string; sender: MessageSender } = {
      name: port.name,
      sender: port.sender as MessageSender,
      postMessage: (message) => port.postMessage(message),
      disconnect: () => port.disconnect(),
      onDisconnect: { addListener: (listener) => port.onDisconnect.addListener(() => listener()) },
      onMessage: {
        addListener(listener) {
          listeners.push(listener);
          for (const message of early) listener(message);
        },
      },
    };
    void made.then(({ app }) => acceptPagePort(app, own, page));
  });
  browser.windows.onRemoved.addListener((windowId) => {
    void made.then(async ({ app }) => {
      if (await app.approvalWindow.closed({ windowId })) await app.approvals.dismissAll();
    });
  });
  void made.then(({ app }) => app.approvals.resume());
});
