import type { Page } from 'playwright';
import type { PreviewScreen } from './preview-screens.ts';

export const POPUP_SIZE = { width: 360, height: 600 };

/** Brings a page to one screen of the preview; `extra` is appended to the query. */
export async function showScreen(page: Page, base: string, screen: PreviewScreen, extra = ''): Promise<void> {
  const [query = '?', hash] = screen.address.split('#');
  await page.goto('about:blank');
  await page.goto(`${base}${query}${extra}${hash === undefined ? '' : `#${hash}`}`);
  await page.locator(screen.ready).first().waitFor();
  for (const step of screen.act ?? []) {
    if (step.fill) await page.locator(step.fill[0]).fill(step.fill[1]);
    if (step.click) await page.locator(step.click).first().click();
    if (step.press) await page.keyboard.press(step.press);
    if (step.wait) await page.locator(step.wait).first().waitFor();
  }
}
