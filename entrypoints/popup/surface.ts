import type { Browser } from 'webextension-polyfill';
import type { Surface } from '../../components/companion/surface.ts';

/** Tells the toolbar popup, the approval window and a tab apart before the first paint, and does what only an extension page may. */
export function createSurface(browser: Browser, page: Window): Surface {
  const inToolbar = browser.extension.getViews({ type: 'popup' }).includes(page);
  const asked = new URLSearchParams(page.location.search).get('surface');
  const kind = inToolbar ? 'popup' : asked === 'window' ? 'window' : 'tab';
  const address = (route: string): string => browser.runtime.getURL(`/popup.html#${route}`);

  return {
    kind,
    async close() {
      if (kind === 'popup') {
        page.close();
        return true;
      }
      const current = await browser.windows.getCurrent();
      if (current.type !== 'popup' || current.id === undefined) return false;
      // Firefox lets no script close a window of the extension's; the extension may.
      await browser.windows.remove(current.id);
      return true;
    },
    openPage(url) {
      if (!/^https?:/.test(url)) return;
      void browser.tabs.create({ url });
    },
    openTab(route) {
      void browser.tabs.create({ url: address(route) }).then(() => {
        if (kind === 'popup') page.close();
      });
    },
    askNotifications: () => browser.permissions.request({ permissions: ['notifications'] }),
    askSiteAccess: () => browser.permissions.request({ origins: ['https://*/*'] }),
  };
}
