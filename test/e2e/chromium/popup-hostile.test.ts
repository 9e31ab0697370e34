import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HOSTILE_STRINGS } from '../../support/popup-preview/hostile-strings.ts';
import { type OpenPreview, openPreview } from '../../support/popup-preview/open-preview.ts';
import { POPUP_SIZE } from '../../support/popup-preview/show-screen.ts';

const SCREENS = [
  ['#/', '[data-testid=conversation-row]'],
  ['#/requests', '[data-testid=request-row]'],
  ['#/c/bob', '[data-testid=message]'],
  ['#/request/frank', '[data-testid=request-accept]'],
  ['#/approval/connect', '[data-testid=approval-approve]'],
  ['#/approval/sign', '[data-testid=approval-message]'],
  ['#/approval/contract', '[data-testid=approval-peer]'],
  ['#/contact/x', '[data-testid=safety-number]'],
  ['#/settings/identities', '[data-testid=identity-add]'],
  ['#/settings/mediator', '[data-testid=sync-now]'],
  ['#/approval/held', '[data-testid=approval-content]'],
  ['#/approval/link', '[data-testid=approval-wallet]'],
  ['#/anchors/x', '[data-testid=anchor-entry]'],
  ['#/settings/wallets', '[data-testid=wallet]'],
  ['#/settings/escrows', '[data-testid=escrow]'],
] as const;

/** Elements that hostile text would have to make to do anything; compared with the same screen and harmless text. */
function dangerous(): string[] {
  const counted =
    'img, script, iframe, object, embed, style, link, base, meta, form, input, video, audio, math, title';
  const handlers = [...document.querySelectorAll('*')].flatMap((element) =>
    element.getAttributeNames().filter((name) => name.startsWith('on')),
  );
  const schemes = [...document.querySelectorAll('a[href]')]
    .map((link) => link.getAttribute('href') ?? '')
    .filter((href) => !href.startsWith('#/') && !/^https?:/.test(href));
  return [
    ...[...document.querySelectorAll(counted)].map((element) => element.tagName),
    ...handlers,
    ...schemes,
  ];
}

/** Characters that turn or hide text, anywhere on the screen. */
function invisible(): string[] {
  return (
    (document.getElementById('app')?.textContent ?? '').match(
      /[\u200B\u200E\u200F\u202A-\u202E\u2066\u2067\u2060\uFEFF]/g,
    ) ?? []
  );
}

describe('text from outside', () => {
  let preview: OpenPreview;
  beforeAll(async () => {
    preview = await openPreview();
    await preview.page.setViewportSize(POPUP_SIZE);
  });
  afterAll(() => preview?.close());

  async function show(hash: string, ready: string, text: string): Promise<string[]> {
    const { page, url } = preview;
    await page.goto('about:blank');
    await page.goto(`${url}?hostile=${encodeURIComponent(text)}${hash}`);
    await page.locator(ready).first().waitFor();
    return page.evaluate(dangerous);
  }

  it.each(SCREENS)('T-10 T-09 makes no element and turns nothing on %s', async (hash, ready) => {
    const harmless = await show(hash, ready, 'Bob');
    preview.complaints();
    for (let at = 0; at < HOSTILE_STRINGS.length; at += 13) {
      const text = HOSTILE_STRINGS.slice(at, at + 13).join(' ');
      expect(await show(hash, ready, text)).toEqual(harmless);
      expect(await preview.page.evaluate(invisible)).toEqual([]);
      expect(await preview.page.evaluate(() => Reflect.get(window, 'broken'))).toBeUndefined();
      expect(await preview.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(
        true,
      );
    }
    expect(preview.complaints()).toEqual([]);
  });

  it('T-09 a 2,000-character origin and a turned name leave the domain and the buttons in view', async () => {
    const { page, url } = preview;
    await page.setViewportSize({ width: 400, height: 620 });
    await page.goto(
      `${url}?surface=window&hostile=${encodeURIComponent(`\u202E${'x'.repeat(300)}`)}#/approval/hostile`,
    );
    const domain = page.locator('.origin-domain');
    await domain.waitFor();
    expect(await domain.textContent()).toBe('evil-domain.co.uk');
    for (const element of [
      domain,
      page.getByTestId('approval-reject'),
      page.getByTestId('approval-approve'),
    ]) {
      const box = await element.boundingBox();
      expect(box && box.x >= 0 && box.x + box.width <= 400 && box.y >= 0 && box.y + box.height <= 620).toBe(
        true,
      );
    }
    const [reject, approve] = await Promise.all([
      page.getByTestId('approval-reject').boundingBox(),
      page.getByTestId('approval-approve').boundingBox(),
    ]);
    expect(Math.abs((reject?.width ?? 0) - (approve?.width ?? 1))).toBeLessThan(1);
    await page.setViewportSize(POPUP_SIZE);
  });

  it('T-10 a link of a message opens only after its host was shown and confirmed', async () => {
    const { page, url } = preview;
    await page.goto('about:blank');
    await page.goto(`${url}#/c/states`);
    const link = page.locator('[data-testid=chat-link][data-host="evil.example"]');
    await link.click();
    await page.getByTestId('link-dialog').waitFor();
    expect(await page.evaluate(() => window.preview.opened)).toEqual([]);
    expect(await page.locator('[data-testid=link-dialog] .origin-domain').textContent()).toBe('evil.example');
    await page.getByTestId('link-cancel').click();
    expect(await page.evaluate(() => window.preview.opened)).toEqual([]);
    await link.click({ button: 'middle' });
    await page.getByTestId('link-open').click();
    expect(await page.evaluate(() => window.preview.opened)).toEqual([
      'https://bank.example@evil.example/login',
    ]);
    expect(preview.context.pages()).toHaveLength(1);
  });
});
