/** One way to hold a companion, whichever browser it runs in, so that a suite is written once. */
import type { CompanionPage } from './companion-page.ts';
import type { SitePage } from './dapp-page.ts';
import { type ChromiumOptions, launchChromium } from './launch-chromium.ts';
import { type FirefoxOptions, launchFirefox } from './launch-firefox.ts';
import { announceInPage, type PageWallet, WALLET_BRIDGE } from './page-wallet.ts';
import { playwrightPage } from './playwright-page.ts';
import { puppeteerPage } from './puppeteer-page.ts';
import { waitUntil } from './wait-until.ts';

export interface OpenCompanion {
  openPopup(route?: string): Promise<CompanionPage>;
  /** Opens a site in a tab, with a wallet in it if one is given, and waits until it has found `window.decentrl`. */
  openSite(url: string, wallet?: PageWallet): Promise<SitePage>;
  /** The companion's own window with a question, or with the password before it. */
  question(): Promise<CompanionPage>;
  /** Number of windows the companion has opened by itself and that are still open. */
  questions(): Promise<number>;
  /** Ends the background as the browser would, and returns when it has stopped. */
  killBackground(): Promise<void>;
  /** Closes the browser and starts it again on the same profile. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** Screens that the companion's own window may show. */
const ASKING = ['screen-approval', 'screen-unlock'];

async function asks(page: CompanionPage): Promise<boolean> {
  // A page that is closed while it is looked at asks nothing.
  const seen = await Promise.all(ASKING.map((screen) => page.sees(screen).catch(() => false)));
  return seen.includes(true);
}

const announcement = ({ name }: PageWallet) => ({ name, bridge: WALLET_BRIDGE });

const findsProvider = () => String(Reflect.has(globalThis, 'decentrl'));

/** The companion in Chromium. */
export async function openInChromium(options: ChromiumOptions = {}): Promise<OpenCompanion> {
  let browser = await launchChromium(options);
  const own = new Set<unknown>();
  const windows = () =>
    browser.context.pages().filter((page) => page.url().startsWith('chrome-extension://') && !own.has(page));
  return {
    async openPopup(route) {
      const page = await browser.popup(route);
      own.add(page);
      return playwrightPage(page);
    },
    async openSite(url, wallet) {
      const page = await browser.context.newPage();
      if (wallet !== undefined) {
        await page.exposeFunction(WALLET_BRIDGE, wallet.answer);
        await page.addInitScript(announceInPage, announcement(wallet));
      }
      await page.goto(url);
      await waitUntil('window.decentrl', async () => (await page.evaluate(findsProvider)) === 'true');
      return page;
    },
    question: () =>
      waitUntil('the companion to ask', async () => {
        for (const page of windows().map(playwrightPage)) if (await asks(page)) return page;
        return undefined;
      }),
    questions: async () => windows().length,
    killBackground: () => browser.killWorker(),
    async restart() {
      browser = await browser.relaunch();
    },
    close: () => browser.close(),
  };
}

/** The companion in Firefox. */
export async function openInFirefox(options: FirefoxOptions = {}): Promise<OpenCompanion> {
  let browser = await launchFirefox(options);
  const own = new Set<unknown>();
  const windows = async () => (await browser.extensionPages()).filter(({ page }) => !own.has(page));
  return {
    async openPopup(route) {
      const page = await browser.popup(route);
      own.add(page);
      return puppeteerPage(page);
    },
    async openSite(url, wallet) {
      const page = await browser.browser.newPage();
      if (wallet !== undefined) {
        await page.exposeFunction(WALLET_BRIDGE, wallet.answer);
        await page.evaluateOnNewDocument(announceInPage, announcement(wallet));
      }
      await page.goto(url);
      await waitUntil('window.decentrl', async () => (await page.evaluate(findsProvider)) === 'true');
      return page;
    },
    question: () =>
      waitUntil('the companion to ask', async () => {
        for (const { page } of await windows()) {
          const asking = puppeteerPage(page);
          if (await asks(asking)) return asking;
        }
        return undefined;
      }),
    questions: async () => (await windows()).length,
    killBackground: () => browser.killBackground(),
    async restart() {
      browser = await browser.relaunch();
    },
    close: () => browser.close(),
  };
}
