import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OpenPreview, openPreview } from '../../support/popup-preview/open-preview.ts';
import { PREVIEW_SCREENS } from '../../support/popup-preview/preview-screens.ts';
import { POPUP_SIZE, showScreen } from '../../support/popup-preview/show-screen.ts';

/** Text that does not fit where it stands. What is cut with an ellipsis on purpose is text of others' or has its whole in a title. */
function clipped(): string[] {
  const found: string[] = [];
  const page = document.documentElement;
  if (page.scrollWidth > innerWidth) found.push(`the page is ${page.scrollWidth} px wide`);
  for (const element of document.querySelectorAll<HTMLElement>(
    'h1, h2, p, dt, dd, legend, label, button, a, summary, span, li',
  )) {
    if (
      element.closest('.hidden, .when-full, [aria-hidden=true], bdi, pre') ||
      element.querySelector('pre, textarea, .when-full')
    )
      continue;
    const style = getComputedStyle(element);
    if (style.display === 'inline' || style.textOverflow === 'ellipsis') continue;
    const cutsOff = style.overflowX !== 'visible' || element.matches('button, .button, .chip span');
    if (cutsOff && element.scrollWidth > element.clientWidth + 1)
      found.push(`<${element.tagName} class="${element.className}"> ${element.textContent?.slice(0, 60)}`);
    const box = element.getBoundingClientRect();
    if (box.width > 0 && (box.right > innerWidth + 1 || box.left < -1) && !element.closest('.tabs'))
      found.push(
        `outside: <${element.tagName} class="${element.className}"> ${element.textContent?.slice(0, 60)}`,
      );
  }
  return found;
}

/** Controls smaller than 24 × 24 CSS pixels that are not words in a sentence (WCAG 2.5.8). */
function tooSmall(): string[] {
  return [
    ...document.querySelectorAll<HTMLElement>(
      'button, a[href], input, select, textarea, summary, [role=menuitem]',
    ),
  ]
    .filter((element) => {
      const target = element instanceof HTMLInputElement ? (element.closest('label') ?? element) : element;
      const { width, height } = target.getBoundingClientRect();
      if (width === 0 || element.matches('.link') || element.closest('[inert]')) return false;
      return width < 24 || height < 24;
    })
    .map((element) => element.outerHTML.slice(0, 120));
}

describe('screens of the popup', () => {
  let preview: OpenPreview;
  beforeAll(async () => {
    preview = await openPreview();
  });
  afterAll(() => preview?.close());

  it.each(PREVIEW_SCREENS.map((screen) => [screen.name, screen] as const))(
    'axe finds nothing serious on %s in both themes',
    async (_, screen) => {
      const { page } = preview;
      await page.setViewportSize(screen.size ?? POPUP_SIZE);
      await showScreen(page, preview.url, screen, '&theme=light');
      expect(await preview.axe()).toEqual([]);
      expect(await page.evaluate(tooSmall)).toEqual([]);
      await page.evaluate(() => {
        document.documentElement.dataset.theme = 'dark';
      });
      expect(await preview.axe()).toEqual([]);
      expect(preview.complaints()).toEqual([]);
    },
  );

  it.each(
    PREVIEW_SCREENS.filter(({ name }) => !name.startsWith('tab-')).map(
      (screen) => [screen.name, screen] as const,
    ),
  )('nothing of %s is clipped in the pseudo-locale at 320 px', async (_, screen) => {
    const { page } = preview;
    await page.setViewportSize({ width: 320, height: 600 });
    await showScreen(page, preview.url, screen, '&locale=pseudo&fluid');
    expect(await page.evaluate(clipped)).toEqual([]);
  });

  it.each(['inbox', 'conversation', 'approval-connect', 'welcome-3-password', 'settings'])(
    '%s can be reached whole in 320 × 256, at four times the size',
    async (name) => {
      const { page } = preview;
      const screen = PREVIEW_SCREENS.find((one) => one.name === name)!;
      await page.setViewportSize({ width: 320, height: 256 });
      await showScreen(page, preview.url, screen, '&fluid');
      const last = page.locator('button, a[href], textarea').last();
      await last.scrollIntoViewIfNeeded();
      const box = await last.boundingBox();
      expect(box && box.y >= 0 && box.y + box.height <= 257).toBe(true);
      expect(await page.evaluate(clipped)).toEqual([]);
    },
  );
});
