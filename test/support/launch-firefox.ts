import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { builtExtension } from './built-extension.ts';
import { waitUntil } from './wait-until.ts';

export interface FirefoxOptions {
  extensionPath?: string;
  profileDir?: string;
  /** Milliseconds after which the background page is suspended; 500 makes every test a lifecycle test, but leaves no time for a password on a busy machine. */
  idleTimeout?: number;
  headless?: boolean;
  prefs?: Record<string, boolean | number | string>;
}

/** A Firefox with the companion in it. */
export interface FirefoxCompanion {
  readonly browser: Browser;
  /** The installation id, fixed so that its pages can be opened; no request may ever carry it. */
  readonly uuid: string;
  readonly profileDir: string;
  /** Opens the popup's page as a tab, at a route such as `/inbox`. */
  popup(route?: string): Promise<Page>;
  /** Pages of the extension that are open, approval windows among them, by their true address. */
  extensionPages(): Promise<{ page: Page; url: string }[]>;
  /** Suspends the background page as the browser does when it idles, and returns when it has stopped. */
  killBackground(): Promise<void>;
  /** Milliseconds of idleness after which the background is suspended from now on. */
  setIdleTimeout(milliseconds: number): Promise<void>;
  close(): Promise<void>;
  /** Closes the browser, starts it again on the same profile and installs the extension again. */
  relaunch(): Promise<FirefoxCompanion>;
}

/** The installation id that launched browsers get. */
export const FIREFOX_UUID = '6a1a7e5d-0c1b-4a53-9b1e-0d5f3c2b7a11';

async function extensionIdOf(extensionPath: string): Promise<string> {
  const manifest = JSON.parse(await readFile(join(extensionPath, 'manifest.json'), 'utf8')) as {
    browser_specific_settings?: { gecko?: { id?: string } };
  };
  const id = manifest.browser_specific_settings?.gecko?.id;
  if (!id) throw new Error(`${extensionPath} has no Firefox id in its manifest.`);
  return id;
}

interface Protocol {
  send(
    method: string,
    params: object,
  ): Promise<{ result: { contexts: { context: string }[]; type: string } }>;
}

/** Runs a script with the browser's own rights, which `--remote-allow-system-access` opens. */
async function asBrowser(browser: Browser, expression: string): Promise<void> {
  // Not part of puppeteer's interface: it has no word for this scope of the protocol.
  const protocol = Reflect.get(browser, 'connection') as Protocol;
  const { result } = await protocol.send('browsingContext.getTree', { 'moz:scope': 'chrome' });
  const context = result.contexts[0]?.context;
  const target = { context };
  const answer = await protocol.send('script.evaluate', { target, expression, awaitPromise: true });
  if (answer.result.type !== 'success') throw new Error(`Firefox refused: ${JSON.stringify(answer.result)}`);
}

/** Starts Firefox, installs the built extension as a temporary add-on, and keeps its storage over restarts. */
export async function launchFirefox(options: FirefoxOptions = {}): Promise<FirefoxCompanion> {
  const extensionPath = options.extensionPath ?? (await builtExtension('firefox'));
  const profileDir = options.profileDir ?? (await mkdtemp(join(tmpdir(), 'companion-firefox-')));
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: process.env.FIREFOX_PATH ?? '/usr/bin/firefox-esr',
    headless: options.headless ?? true,
    userDataDir: profileDir,
    args: ['--remote-allow-system-access'],
    extraPrefsFirefox: {
      'extensions.webextensions.uuids': JSON.stringify({
        [await extensionIdOf(extensionPath)]: FIREFOX_UUID,
      }),
      'extensions.webextensions.keepStorageOnUninstall': true,
      'extensions.webextensions.keepUuidOnUninstall': true,
      ...(options.idleTimeout === undefined
        ? {}
        : { 'extensions.background.idle.timeout': options.idleTimeout }),
      ...options.prefs,
    },
  });
  try {
    await browser.installExtension(extensionPath);
  } catch (error) {
    await browser.close();
    throw error;
  }
  // A window that has closed stays in puppeteer's list and answers with an error: it is nowhere any more.
  const id = JSON.stringify(await extensionIdOf(extensionPath));
  const trueUrl = (page: Page) => page.evaluate(() => location.href).catch(() => '');
  return {
    browser,
    uuid: FIREFOX_UUID,
    profileDir,
    async popup(route = '') {
      const url = `moz-extension://${FIREFOX_UUID}/popup.html${route && `#${route}`}`;
      const page = await browser.newPage();
      // Its wait for the navigation never ends for pages of an extension: the page itself says when it is there.
      page.goto(url).catch(() => undefined);
      await waitUntil(`${url} to open`, async () => {
        const state = await page.evaluate(() => `${location.href} ${document.readyState}`);
        return state.startsWith(`moz-extension://${FIREFOX_UUID}/`) && !state.endsWith(' loading');
      });
      return page;
    },
    async extensionPages() {
      const pages = await browser.pages();
      const seen = await Promise.all(pages.map(async (page) => ({ page, url: await trueUrl(page) })));
      return seen.filter(({ url }) => url.startsWith(`moz-extension://${FIREFOX_UUID}/`));
    },
    killBackground: () =>
      asBrowser(
        browser,
        `WebExtensionPolicy.getByID(${id}).extension.terminateBackground({ ignoreDevToolsAttached: true })`,
      ),
    setIdleTimeout: (milliseconds) =>
      asBrowser(browser, `Services.prefs.setIntPref('extensions.background.idle.timeout', ${milliseconds})`),
    async close() {
      await browser.close();
      if (options.profileDir === undefined) await rm(profileDir, { recursive: true, force: true });
    },
    async relaunch() {
      await browser.close();
      const again = await launchFirefox({ ...options, extensionPath, profileDir });
      if (options.profileDir !== undefined) return again;
      return {
        ...again,
        close: async () => {
          await again.close();
          await rm(profileDir, { recursive: true, force: true });
        },
      };
    },
  };
}
