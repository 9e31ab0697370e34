/** The popup, the approval window and the full tab: one page. Paints before the worker answers, and refuses to be framed. */
import { render } from 'preact';
import { App } from '../../components/app.tsx';
import { createCompanion } from '../../components/companion/companion.ts';
import { createPopupMemory } from '../../components/companion/popup-memory.ts';
import { createTranslate } from '../../components/text/translate.ts';
import type { PopupSnapshot } from '../../lib/api/popup/popup-rpc.ts';
import { browser } from '../../lib/platform/browser.ts';
import { createPopupClient } from '../../lib/popup-client/client.ts';
import { createSurface } from './surface.ts';

/** Used when the build names none: a mediator on this computer, as `npm start` runs it. */
const LOCAL_MEDIATOR = 'did:web:localhost%3A8080';

function storage(): Storage | null {
  try {
    return localStorage;
  } catch {
    return null;
  }
}

function start(): void {
  // The manifest's frame-ancestors forbids to be framed; this holds where that is not obeyed (security.md T-16).
  if (window.top !== window.self) return;
  const root = document.getElementById('app');
  if (root === null) return;
  const surface = createSurface(browser, window);
  document.documentElement.dataset.surface = surface.kind;
  document.documentElement.lang = browser.i18n.getUILanguage();
  document.title = browser.i18n.getMessage('extensionName');
  const memory = createPopupMemory(storage());
  const theme = memory.theme();
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
  const companion = createCompanion({
    client: createPopupClient({
      sendMessage: (message) => browser.runtime.sendMessage(message),
      connect: (info) => browser.runtime.connect(info),
    }),
    t: createTranslate((key, substitutions) => browser.i18n.getMessage(key, substitutions)),
    language: browser.i18n.getUILanguage(),
    surface,
    memory,
    defaultMediator: import.meta.env.WXT_DEFAULT_MEDIATOR ?? LOCAL_MEDIATOR,
  });
  browser.storage.session.get('popup.snapshot').then(
    (kept) => {
      const snapshot = kept['popup.snapshot'] as PopupSnapshot | undefined;
      if (snapshot !== undefined) companion.paint(snapshot);
    },
    () => undefined,
  );
  render(<App companion={companion} />, root);
}

start();
