import type { BrowserContext, Page } from 'playwright';
import { unlock } from '../../test/support/companion.ts';
import type { CompanionPage } from '../../test/support/companion-page.ts';
import { recordProviderEvents } from '../../test/support/dapp-page.ts';
import { type ChromiumCompanion, launchChromium } from '../../test/support/launch-chromium.ts';
import { announceInPage, type PageWallet, WALLET_BRIDGE } from '../../test/support/page-wallet.ts';
import { playwrightPage } from '../../test/support/playwright-page.ts';
import { waitUntil } from '../../test/support/wait-until.ts';

/** Size of the toolbar popup in pixels. */
const POPUP = { width: 360, height: 600 };
const APPROVAL = { width: 400, height: 620 };

/** Puts a wallet into a browser, announced to its pages by EIP-6963. */
export async function carryWallet(context: BrowserContext, wallet: PageWallet): Promise<void> {
  await context.exposeFunction(WALLET_BRIDGE, wallet.answer);
  await context.addInitScript(announceInPage, { name: wallet.name, bridge: WALLET_BRIDGE });
}

/** One person of the walkthrough, with a browser, a popup and the dApp open in it. */
export class Person {
  readonly name: string;
  readonly password: string;
  readonly artifacts: string;
  words: string[] = [];
  did = '';
  #browser: ChromiumCompanion | null;
  #popup: Page | null = null;
  #dapp: Page | null = null;

  private constructor(name: string, password: string, artifacts: string, browser: ChromiumCompanion) {
    this.name = name;
    this.password = password;
    this.artifacts = artifacts;
    this.#browser = browser;
  }

  static async arrive(
    name: string,
    password: string,
    profileDir: string,
    artifacts: string,
  ): Promise<Person> {
    const person = new Person(name, password, artifacts, await launchChromium({ profileDir }));
    await person.openPopup();
    return person;
  }

  get browser(): ChromiumCompanion {
    if (this.#browser === null) throw new Error(`${this.name} is offline.`);
    return this.#browser;
  }

  get popup(): CompanionPage {
    return playwrightPage(this.popupPage);
  }

  get popupPage(): Page {
    if (this.#popup === null) throw new Error(`${this.name} has no popup open.`);
    return this.#popup;
  }

  get dapp(): Page {
    if (this.#dapp === null) throw new Error(`${this.name} has no dApp open.`);
    return this.#dapp;
  }

  /** The same hands on another of this person's pages. */
  page(page: Page): CompanionPage {
    return playwrightPage(page);
  }

  async openPopup(): Promise<void> {
    this.#popup = await this.browser.popup();
    await this.#popup.setViewportSize(POPUP);
  }

  async openDapp(url: string): Promise<void> {
    this.#dapp = await this.browser.context.newPage();
    await this.#dapp.goto(url);
    await waitUntil('the page to find window.decentrl', () =>
      this.dapp.evaluate(() => 'decentrl' in globalThis),
    );
    await recordProviderEvents(this.#dapp);
  }

  /** Puts a wallet into the browser: every page that is opened from now on finds it. */
  async carry(wallet: PageWallet): Promise<void> {
    await carryWallet(this.browser.context, wallet);
  }

  /** Closes the browser, as somebody who goes home. */
  async leave(): Promise<void> {
    await this.#browser?.close();
    this.#browser = null;
    this.#popup = null;
    this.#dapp = null;
  }

  /** Starts the browser again on the same profile, and unlocks. */
  async comeBack(profileDir: string): Promise<void> {
    this.#browser = await launchChromium({ profileDir });
    await this.openPopup();
    await unlock(this.popup, this.password);
  }

  /** Waits for the companion's own window with a question in it. */
  async question(): Promise<Page> {
    const page = await waitUntil(`a question to ${this.name}`, async () => {
      for (const open of this.browser.context.pages()) {
        if (open === this.#popup || !open.url().startsWith('chrome-extension://')) continue;
        if (await open.getByTestId('screen-approval').isVisible()) return open;
      }
      return undefined;
    });
    await page.setViewportSize(APPROVAL);
    return page;
  }

  /** Leaves two pictures of a page of the companion in the artifacts folder, light and dark. */
  async picture(name: string, page: Page | null = this.#popup): Promise<void> {
    if (page === null) return;
    for (const colorScheme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.screenshot({ path: `${this.artifacts}/${name}-${colorScheme}.png` });
    }
  }

  /** Pictures of everything that is open, for somebody who looks for what went wrong. */
  async pictureEverything(): Promise<void> {
    for (const [index, page] of (this.#browser?.context.pages() ?? []).entries()) {
      const path = `${this.artifacts}/failed-${this.name.toLowerCase()}-${index}.png`;
      await page.screenshot({ path }).catch(() => undefined);
    }
  }
}
