import type { Browser } from 'puppeteer-core';
import { waitUntil } from '../../support/wait-until.ts';

interface Services {
  prefs: { setIntPref(name: string, value: number): void; getIntPref(name: string): number };
}

/** Changes a preference of a running Firefox, through the page that exists for it. */
export async function setFirefoxPref(browser: Browser, name: string, value: number): Promise<void> {
  const page = await browser.newPage();
  // The wait of a navigation to a page of the browser's own never ends.
  page.goto('about:config').catch(() => undefined);
  await waitUntil(`${name} to be set`, () =>
    page.evaluate(
      (key, number) => {
        const { prefs } = Reflect.get(globalThis, 'Services') as Services;
        prefs.setIntPref(key, number);
        return prefs.getIntPref(key) === number;
      },
      name,
      value,
    ),
  );
  await page.close();
}
