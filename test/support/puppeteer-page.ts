import { writeFile } from 'node:fs/promises';
import type { Page } from 'puppeteer-core';
import type { CompanionPage } from './companion-page.ts';
import { waitUntil } from './wait-until.ts';

const selector = (testid: string) => `[data-testid="${testid}"]`;

/** `CompanionPage` over puppeteer, which is how Firefox is driven. */
export function puppeteerPage(page: Page): CompanionPage {
  const visible = (testid: string) =>
    page.$$eval(selector(testid), (elements) => elements.some((element) => element.checkVisibility()));
  return {
    click: (testid) => page.locator(selector(testid)).setTimeout(15_000).click(),
    async fill(testid, text) {
      await page.locator(selector(testid)).setTimeout(15_000).wait();
      // puppeteer's own fill types after what is there when the field renders anew in between.
      await page.$eval(
        selector(testid),
        (element, value) => {
          const field = element as HTMLInputElement;
          field.focus();
          field.select();
          document.execCommand('insertText', false, value);
        },
        text,
      );
    },
    async see(testid, timeout = 15_000) {
      await waitUntil(`${testid} to be seen`, () => visible(testid), timeout);
    },
    sees: visible,
    texts: (testid) =>
      page.$$eval(selector(testid), (elements) => elements.map((element) => element.textContent ?? '')),
    attributes: (testid, name, within = '') =>
      page.$$eval(
        `${selector(testid)} ${within}`,
        (elements, key) => elements.map((element) => element.getAttribute(key)),
        name,
      ),
    async clickNth(testid, index) {
      const element = (await page.$$(selector(testid)))[index];
      if (!element) throw new Error(`There is no ${testid} number ${index}.`);
      await element.click();
    },
    press: (key) => page.keyboard.press(key),
    route: (path) =>
      page.evaluate((hash) => {
        location.hash = hash;
      }, path),
    async screenshot(file) {
      await writeFile(file, await page.screenshot());
    },
    close: () => page.close(),
  };
}
