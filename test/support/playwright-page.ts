import type { Page } from 'playwright';
import type { CompanionPage } from './companion-page.ts';

/** `CompanionPage` over Playwright. */
export function playwrightPage(page: Page): CompanionPage {
  const all = (testid: string) => page.getByTestId(testid);
  return {
    click: (testid) => all(testid).first().click(),
    fill: (testid, text) => all(testid).first().fill(text),
    see: (testid, timeout = 15_000) => all(testid).first().waitFor({ state: 'visible', timeout }),
    sees: (testid) => all(testid).first().isVisible(),
    texts: (testid) => all(testid).allTextContents(),
    attributes: (testid, name, within) =>
      (within === undefined ? all(testid) : all(testid).locator(within)).evaluateAll(
        (elements, key) => elements.map((element) => element.getAttribute(key)),
        name,
      ),
    clickNth: (testid, index) => all(testid).nth(index).click(),
    press: (key) => page.keyboard.press(key),
    route: (path) =>
      page.evaluate((hash) => {
        location.hash = hash;
      }, path),
    async screenshot(file) {
      await page.screenshot({ path: file });
    },
    close: () => page.close(),
  };
}
